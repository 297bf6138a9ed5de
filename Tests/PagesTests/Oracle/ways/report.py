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


def on_a_map(browser):
    """The place is chosen on a map in the form; what was typed stays, and the position goes with it."""
    for size, language in [("phone", "zh-CN"), ("desk", "en-US")]:
        person = Person(browser, size, language)
        person.sign_in("grid")
        person.go("/report")
        person.page.fill("#field-text", "图上的一件")
        person.page.click(".tile:has-text('水务')")
        person.page.click("[data-place-map]")
        person.wait("() => document.querySelector('.place-map .leaflet-container')")
        if not person.page.is_disabled(".place-acts .btn-primary"):
            fault(f"{person.name}: a place can be taken before one was chosen")
        # By the keyboard alone: the middle of the map, where the one unit with a position lies.
        person.page.focus(".place-acts .btn-outline-secondary")
        person.page.keyboard.press("Enter")
        person.wait("() => !document.querySelector('.place-acts .btn-primary').disabled")
        person.look("report-on-map")
        if "一号楼" not in person.page.inner_text(".place-found"):
            fault(f"{person.name}: the middle is {person.page.inner_text('.place-found')}")
        # Far from everything nothing can be taken.
        box = person.page.locator(".place-map .map").bounding_box()
        person.page.mouse.click(box["x"] + 60, box["y"] + box["height"] - 12)
        person.wait("() => document.querySelector('.place-acts .btn-primary').disabled")
        person.page.click(".place-acts .btn-outline-secondary")
        person.wait("() => !document.querySelector('.place-acts .btn-primary').disabled")
        person.page.click(".place-acts .btn-primary")
        tile = person.page.query_selector("input[name='field[place]'][value=B]:checked")
        if not (tile or person.page.input_value("#field-place") in ("B", "一号楼")) or not person.page.input_value("#field-position").startswith("30.01"):
            fault(f"{person.name}: chosen: {person.page.input_value('#field-place')} {person.page.input_value('#field-position')}")
        if person.page.input_value("#field-text") != "图上的一件" or person.page.query_selector(".place-map"):
            fault(f"{person.name}: the form is not as it was, or the map stays")
        person.press()
        if not re.search(r"\d{8}-\d+", person.page.inner_text("main")):
            fault(f"{person.name}: not filed: {person.page.inner_text('main')[:300]}")
        person.close()
    # Without a script: the plan, a level at a time.
    person = Person(browser, "phone", "zh-CN", script=False)
    person.sign_in("street")
    person.go("/report")
    person.page.click("a[href='/report/map']")
    person.look("report-plan")
    for code in ["C1", "G"]:
        person.page.click(f".places a[href='/report/map?under={code}']")
    person.look("report-plan-building")
    person.page.click(".plan a")
    if not person.page.query_selector("input[name='field[place]'][value=B]:checked"):
        fault(f"{person.name}: the plan leads to {person.page.url}, and nothing is chosen")
    person.close()
