"""A matter's way through the district."""

import re
import zlib

from person import Person, base, fault, password


def file(person, text):
    """上报; answers the number."""
    person.go("/report")
    person.look("report")
    person.page.click(".tile:has-text('水务')")
    person.fill("place", "一社区")
    person.page.fill("#field-text", text)
    person.fill("contact_phone", f"138{zlib.crc32(text.encode()) % 10**8:08d}")
    person.press()
    person.look("reported")
    copy_reply(person)
    number = re.search(r"\d{8}-\d+", person.page.inner_text("main")).group(0)
    return number


def copy_reply(person):
    """复制回复: the text for the group has the number; with a script a button copies it."""
    text = person.page.input_value("#reply")
    if not re.search(r"\d{8}-\d+", text):
        fault(f"{person.name}: the reply has no number: {text}")
    if person.script:
        person.page.click("[data-copy]")
        person.wait("document.querySelector('.reply [role=status]').textContent !== ''")
        person.page.evaluate(
            """() => { const box = document.createElement('textarea'); box.id = 'pasted'; box.setAttribute('aria-label', 'x');
                document.querySelector('main').append(box); box.focus(); }"""
        )
        person.page.keyboard.press("Control+V")
        if person.page.input_value("#pasted") != text:
            fault(f"{person.name}: pasted is “{person.page.input_value('#pasted')}”, not “{text}”")
    elif person.page.is_visible("[data-copy]"):
        fault(f"{person.name}: a button to copy without a script")


def act(person, number, name, **fields):
    """Does an act by its form, or at once where it takes nothing."""
    person.go(f"/matters/{number}/acts/{name}")
    person.look(f"act-{name}")
    for field, value in fields.items():
        element = person.page.query_selector(f"#field-{field}")
        if element is None:
            fault(f"{person.name}: act {name} has no field {field}")
        elif element.evaluate("e => e.tagName") == "SELECT":
            person.page.select_option(f"#field-{field}", value)
        else:
            person.fill(field, value)
    person.press()
    if "done=" not in person.page.url:
        fault(f"{person.name}: {name} was not done: {person.page.inner_text('main')[:300]}")


def whom_to_reach(person, number):
    """The telephone is told after saying why, and dials."""
    person.go(f"/matters/{number}")
    person.page.click("a[href$='/contact']")
    person.look("contact")
    person.page.check("input[name=reason][value=first]")
    person.press()
    person.look("contact-shown")
    if not person.page.query_selector("a[href^='tel:138']"):
        fault(f"{person.name}: no telephone to dial: {person.page.inner_text('main')[:300]}")


def way_of_a_matter(browser, size, language, script):
    """From a grid worker's report to the department's result and the street's list."""
    grid = Person(browser, size, language, script)
    grid.sign_in("grid")
    number = file(grid, f"楼道漏水 {size} {language} {script}")
    grid.close()

    desk = Person(browser, size, language, script)
    desk.sign_in("desk")
    desk.go("/work?list=to_take")
    desk.look("work")
    desk.expect(number)
    act(desk, number, "accept")
    act(desk, number, "dispatch", lead="水务局")
    desk.go(f"/matters/{number}")
    desk.look("matter")
    desk.go("/search?words=漏水")
    desk.look("search")
    desk.close()

    water = Person(browser, size, language, script)
    water.sign_in("water")
    water.go("/work?list=to_take")
    water.look("work-liaison")
    water.expect(number)
    act(water, number, "sign")
    whom_to_reach(water, number)
    act(water, number, "first_contact")
    act(water, number, "submit_result", outcome="solved", text="已更换阀门")
    water.go(f"/matters/{number}")
    water.look("matter-handled")
    water.expect("水务局")
    water.close()


def two_at_once(browser):
    """Two desks accept the same matter: the slower one reads what happened, and loses nothing."""
    one, two = Person(browser, "desk", "zh-CN"), Person(browser, "desk", "zh-CN")
    one.sign_in("desk")
    two.sign_in("desk")
    number = file(one, "两人同时受理")
    for person in (one, two):
        person.go(f"/matters/{number}/acts/accept")
    one.press()
    two.press()
    if "done=" in two.page.url:
        fault("the slower one was told that it was theirs")
    two.look("act-too-late")
    two.expect("不能由您办理")
    one.close()
    two.close()


def a_session_that_ends(browser):
    """Signed out elsewhere while typing: what was typed is there again after signing in."""
    person = Person(browser, "phone", "zh-CN")
    person.sign_in("desk")
    person.go("/report")
    person.page.fill("#field-text", "写到一半的内容")
    other = person.context.new_page()
    other.goto(base + "/work")
    other.click("text=退出")
    person.page.click(".tile:has-text('水务')")
    person.fill("place", "一社区")
    person.press()
    person.look("signed-out")
    person.sign_in("desk")
    person.go("/report")
    if person.page.input_value("#field-text") != "写到一半的内容":
        fault("what was typed when the session ended is lost")
    person.press()
    person.expect("查询码")
    person.close()


def a_list_that_lives(browser):
    """A new matter appears in a list that stands open, without a reload."""
    desk, grid = Person(browser, "desk", "zh-CN"), Person(browser, "phone", "zh-CN")
    desk.sign_in("desk")
    desk.go("/work?list=to_take")
    loaded = desk.page.evaluate("window.stays = true")
    grid.sign_in("grid")
    number = file(grid, "新来的一件")
    desk.page.wait_for_selector(f"text={number}", timeout=60_000)
    if desk.page.evaluate("window.stays") is not loaded:
        fault("the list was loaded anew")
    desk.close()
    grid.close()


def a_desk_without_https(browser):
    """By plain HTTP, from another machine: a browser tells less of itself there, and forms are taken all the same."""
    desk = Person(browser, "desk", "zh-CN")
    plain = base.replace("127.0.0.1", "desk.example")
    desk.page.remove_listener("request", desk.watch)
    desk.page.goto(plain + "/work")
    if desk.page.evaluate("window.isSecureContext"):
        fault("this is a secure context: nothing is proved")
    desk.page.fill("#account", "desk")
    desk.page.fill("#password", password)
    desk.page.click("main button[type=submit]")
    if "/work" not in desk.page.url:
        fault(f"not signed in by plain HTTP: {desk.page.inner_text('main')[:200]}")
    desk.page.goto(plain + "/report")
    desk.page.click(".tile:has-text('水务')")
    desk.page.fill("#field-place", "一社区")
    desk.page.fill("#field-text", "没有 HTTPS 的一件")
    desk.press()
    desk.expect("查询码")
    desk.close()
