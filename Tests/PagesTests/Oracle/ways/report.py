"""代报: what a pasted message fills in."""

import re

from person import Person, fault


def propose(browser, size, language, script):
    """代报: a pasted message fills the form, and what was typed before stays."""
    person = Person(browser, size, language, script)
    person.sign_in("grid")
    person.go("/report")
    person.page.fill("#field-contact_name", "某某")
    person.page.fill("#message", "昨天下午3点 一号楼 水务 一直漏水，电话13900000000")
    person.page.click("button[formaction='/report/proposal']")
    person.look("report-proposal")
    if not person.page.query_selector("input[name='field[place]'][value=B]:checked"):
        fault(f"{person.name}: the place is not “一号楼”")
    for field, value in [("contact_phone", "13900000000"), ("contact_name", "某某")]:
        if person.page.input_value(f"#field-{field}") != value:
            fault(f"{person.name}: {field} is not “{value}” but “{person.page.input_value(f'#field-{field}')}”")
    if not person.page.query_selector("input[name='field[category]'][value=水务]:checked"):
        fault(f"{person.name}: the category was not filled in")
    if "13900000000" in person.page.input_value("#field-text"):
        fault(f"{person.name}: the telephone stands in the text, too")
    if "15:00" not in person.page.input_value("#field-text"):
        fault(f"{person.name}: the time does not stand in the text")
    person.press()
    person.look("reported-proposal")
    if not re.search(r"\d{8}-\d+", person.page.inner_text("main")):
        fault(f"{person.name}: what was proposed was not filed")
    person.close()


def cleared(browser):
    """What was begun comes back, and is done away with where it is not wanted."""
    person = Person(browser, "phone", "zh-CN")
    person.sign_in("grid")
    person.go("/report")
    person.page.fill("#field-text", "昨天写了一半")
    person.page.click(".tile:has-text('水务')")
    person.page.click("a:has-text('取消')")
    person.go("/report")
    person.wait("document.querySelector('[data-restored]').hidden === false")
    if person.page.input_value("#field-text") != "昨天写了一半":
        fault("what was begun is not back")
    person.look("report-restored")
    person.page.click("[data-restored] button")
    person.page.wait_for_load_state()
    person.wait("document.querySelector('#field-text') && document.querySelector('#field-text').value === ''")
    person.go("/report")
    if person.page.input_value("#field-text") or not person.page.evaluate("document.querySelector('[data-restored]').hidden"):
        fault("what was cleared came back")
    person.close()


def at_two_hundred(browser):
    """A phone at 200 %: half as many pixels, and nothing stands beside them."""
    for language in ["zh-CN", "en-US"]:
        person = Person(browser, "half", language)
        person.sign_in("grid")
        person.go("/report")
        person.look("report-200")
        person.page.fill("#field-text", "二百分之二百的字")
        person.page.click(".tile:has-text('水务')")
        person.fill("place", "一网格")
        person.press()
        number = re.search(r"\d{8}-\d+", person.page.inner_text("main")).group(0)
        person.look("reported-200")
        person.go(f"/matters/{number}")
        person.look("matter-200")
        person.go("/work?list=to_take")
        person.look("work-200")
        person.go("/r/at/B")
        person.look("resident-200")
        person.close()
