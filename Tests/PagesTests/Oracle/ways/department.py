"""Inside a department."""

from person import Person, fault
from ways.matter import act, file


def inside_a_department(browser):
    """分办、审签: a liaison gives a matter inside, the part's person answers it, and the liaison approves."""
    for size, language in [("desk", "zh-CN"), ("phone", "zh-CN"), ("desk", "en-US"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        number = file(desk, f"给科室的一件 {size} {language}")
        act(desk, number, "accept")
        act(desk, number, "dispatch", lead="水务局")
        desk.close()

        water, section = Person(browser, size, language), Person(browser, size, language)
        water.sign_in("water")
        act(water, number, "sign")
        act(water, number, "assign_inside", section="水务一科")
        water.go("/work?list=inside")
        water.look("work-inside")
        # On a phone the lists stand in one line: the one that is open is in sight.
        water.wait(
            """() => { const box = document.querySelector('.lists [aria-current]').getBoundingClientRect();
                return box.left >= 0 && box.right <= document.documentElement.clientWidth; }"""
        )
        water.expect(number)
        water.expect("水务一科")
        water.go("/work?list=in_hand")
        if number in water.page.inner_text("main"):
            fault(f"{water.name}: what was given inside is still in the liaison's hands")

        section.sign_in("section")
        section.go("/work?list=in_hand")
        section.look("work-section")
        section.expect(number)
        act(section, number, "submit_result", outcome="solved", text="已更换阀门")

        water.go("/work?list=to_approve")
        water.look("work-to-approve")
        water.expect(number)
        act(water, number, "approve_answer")
        water.go("/work?list=to_approve")
        if number in water.page.inner_text("main"):
            fault(f"{water.name}: what was approved still waits")
        section.close()
        water.close()
