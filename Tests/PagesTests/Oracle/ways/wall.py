"""The street's wall."""

from person import Person, fault
from ways.matter import act, file


def fits(person):
    """On a wall nothing scrolls, and nothing that is shown is cut off below."""
    height = person.page.evaluate("document.documentElement.scrollHeight")
    if height > 1080:
        fault(f"{person.name}: the wall is {height} px high")
    cut = person.page.evaluate(
        """() => Array.from(document.querySelectorAll('.wall .pane, .wall-column, .wall-room'))
            .filter(e => e.scrollHeight > e.clientHeight + 1).map(e => e.className + ' ' + (e.scrollHeight - e.clientHeight))"""
    )
    if cut:
        fault(f"{person.name}: cut off below: {cut}")


def a_large_wall(browser):
    """Forty units: in columns, the pressing ones, and how many more there are."""
    for size, language in [("wall", "zh-CN"), ("wall", "en-US"), ("desk", "zh-CN"), ("phone", "zh-CN")]:
        street = Person(browser, size, language)
        street.sign_in("street")
        street.go("/wall")
        street.look("wall-large")
        if size == "wall":
            fits(street)
            if language == "zh-CN":
                street.expect("还有 10 个单位")
        for path in ["requests", "escalated", "arrivals"]:
            street.go("/wall")
            street.page.click(f"a.figure[href='/wall/{path}']")
            street.look(f"wall-{path}")
        street.close()


def a_wall_that_lives(browser):
    """The street's wall at its size: a matter that is given out moves to its department, without a reload."""
    for size, language in [("wall", "zh-CN"), ("wall", "en-US"), ("desk", "zh-CN"), ("phone", "zh-CN")]:
        street = Person(browser, size, language)
        street.sign_in("street")
        street.page.click("nav a[href='/wall']")
        street.look("wall")
        if size == "wall":
            fits(street)
        if size == "wall" and language == "zh-CN":
            water = "tr:has-text('水务局') td >> nth=0"
            # Who has nothing of theirs is not among the departments.
            before = int(street.page.inner_text(water)) if street.page.query_selector(water) else 0
            loaded = street.page.evaluate("window.stays = true")
            grid, desk = Person(browser, "phone", "zh-CN"), Person(browser, "desk", "zh-CN")
            grid.sign_in("grid")
            desk.sign_in("desk")
            number = file(grid, "大屏上的一件")
            act(desk, number, "accept")
            act(desk, number, "dispatch", lead="水务局")
            grid.close()
            desk.close()
            street.wait(
                """before => Array.from(document.querySelectorAll('.lamps tr'))
                    .some(row => row.innerText.includes('水务局') && Number(row.querySelector('td').innerText) > before)""",
                before,
            )
            if street.page.evaluate("window.stays") is not loaded:
                fault("the wall was loaded anew")
            street.look("wall-later")
            street.page.click("tr:has-text('水务局') td a >> nth=0")
            street.look("wall-list")
            street.expect(number)
        street.close()
