"""Goes each role's way through the pages in Chromium, and says what is wrong with what it sees.

Prints `seen …` for each page in each size and language, `fault …` for what must not be, `ways done` at the end.
Usage: browser.py ADDRESS PASSWORD FOLDER-FOR-SCREENSHOTS
"""

import re
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

base, password, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
folder.mkdir(parents=True, exist_ok=True)
SIZES = {"phone": (360, 740), "desk": (1366, 768), "wall": (1920, 1080)}
axe = Axe()


def fault(text):
    print("fault", text.replace("\n", " ")[:600])


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, size, language, script=True):
        self.name = f"{size}-{language[:2]}" + ("" if script else "-plain")
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, java_script_enabled=script
        )
        self.script = script
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: fault(f"{self.name} script: {error}"))
        self.page.on("request", self.watch)
        self.page.on("console", self.listen)
        self.page.set_default_timeout(30_000)

    def watch(self, request):
        if not request.url.startswith((base, "data:", "blob:")):
            fault(f"{self.name} asks a foreign host: {request.url}")

    def listen(self, message):
        # A form that is refused is answered with a status of its own, which the browser notes.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            fault(f"{self.name} console: {message.text}")

    def look(self, name):
        """Looks at the page: nothing beside the screen, no text beside its box, targets large enough, no violation."""
        page = self.page
        page.screenshot(path=str(folder / f"{name}-{self.name}.png"), full_page=True)
        if not self.script:
            print("seen", name, self.name)
            return
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            fault(f"{name} {self.name}: {over} px wider than the screen")
        small = page.evaluate(
            """() => Array.from(document.querySelectorAll('button, .btn, select, input:not([type=hidden]):not([type=checkbox]), .lists a, .ways a, summary'))
                .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.9)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        if small:
            fault(f"{name} {self.name}: too small to tap: {small[:3]}")
        for violation in axe.run(page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:2]]
            fault(f"{name} {self.name}: {violation['id']}: {nodes}")
        print("seen", name, self.name)

    def go(self, path):
        self.page.goto(base + path)

    def sign_in(self, account):
        self.go("/work")
        if account == "desk":
            self.look("sign-in")
        self.page.fill("#account", account)
        self.page.fill("#password", password)
        self.page.click("main button[type=submit]")
        if "/work" not in self.page.url and self.page.url != base + "/":
            fault(f"{self.name}: {account} is not signed in but at {self.page.url}")

    def press(self, label=None):
        self.page.click("main form .send button[type=submit]" if label is None else f"text={label}")

    def fill(self, field, value):
        self.page.fill(f"#field-{field}", value)

    def expect(self, text):
        if text not in self.page.inner_text("main"):
            fault(f"{self.name} {self.page.url}: “{text}” is not there: {self.page.inner_text('main')[:300]}")

    def wait(self, expression, argument=None):
        """Waits until something is true of the page; asked from outside, since the page's policy lets no text be run in it."""
        for _ in range(600):
            if self.page.evaluate(expression, argument):
                return
            self.page.wait_for_timeout(100)
        fault(f"{self.name} {self.page.url}: never true: {expression}")

    def close(self):
        self.context.close()


def file(person, text):
    """上报; answers the number."""
    person.go("/report")
    person.look("report")
    person.page.select_option("#field-category", "水务")
    person.fill("place", "一社区")
    person.page.fill("#field-text", text)
    person.press()
    person.look("reported")
    copy_reply(person)
    number = re.search(r"\d{8}-\d+", person.page.inner_text("main")).group(0)
    return number


def propose(browser, size, language, script):
    """代报: a pasted message fills the form, and what was typed before stays."""
    person = Person(browser, size, language, script)
    person.sign_in("grid")
    person.go("/report")
    person.page.fill("#field-contact_name", "某某")
    person.page.fill("#message", "昨天下午3点 一号楼 水务 一直漏水，电话13900000000")
    person.page.click("button[formaction='/report/proposal']")
    person.look("report-proposal")
    for field, value in [("place", "一号楼"), ("contact_phone", "13900000000"), ("contact_name", "某某")]:
        if person.page.input_value(f"#field-{field}") != value:
            fault(f"{person.name}: {field} is not “{value}” but “{person.page.input_value(f'#field-{field}')}”")
    if person.page.input_value("#field-category") != "水务":
        fault(f"{person.name}: the category was not filled in")
    if "15:00" not in person.page.input_value("#field-text"):
        fault(f"{person.name}: the time does not stand in the text")
    person.press()
    person.look("reported-proposal")
    if not re.search(r"\d{8}-\d+", person.page.inner_text("main")):
        fault(f"{person.name}: what was proposed was not filed")
    person.close()


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
    act(water, number, "first_contact")
    act(water, number, "submit_result", outcome="solved", text="已更换阀门")
    water.go(f"/matters/{number}")
    water.look("matter-handled")
    water.expect("水务局")
    water.close()


def way_of_a_resident(browser, size, language, script):
    """At the door: report, follow, add to, withdraw."""
    resident = Person(browser, size, language, script)
    resident.go("/r/at/B")
    resident.look("resident")
    resident.page.fill("#text", "单元门关不上")
    resident.page.select_option("#category", "水务")
    resident.page.click("main form button[type=submit]")
    resident.look("resident-filed")
    resident.page.click("main form button[type=submit]")
    resident.look("resident-matter")
    resident.expect("单元门关不上")
    resident.page.click("details:has(form[action='/r/acts/withdraw_matter']) summary")
    form = resident.page.locator("form[action='/r/acts/withdraw_matter']")
    for field in form.locator("input[required], textarea[required]").all():
        field.fill("已经好了")
    form.locator("button").click()
    if resident.page.query_selector(".done") is None:
        fault(f"{resident.name}: withdraw was not done: {resident.page.inner_text('main')[:300]}")
    resident.go("/r/status")
    resident.look("resident-status")
    resident.close()


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
    person.page.select_option("#field-category", "水务")
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


def a_wall_that_lives(browser):
    """The street's wall at its size: a matter that is given out moves to its department, without a reload."""
    for size, language in [("wall", "zh-CN"), ("wall", "en-US"), ("desk", "zh-CN"), ("phone", "zh-CN")]:
        street = Person(browser, size, language)
        street.sign_in("street")
        street.page.click("nav a[href='/wall']")
        street.look("wall")
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


def a_sheet_of_codes(browser):
    """Codes of a community's buildings: on paper, six a page, and read as they are drawn."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        desk.go("/qr")
        desk.look("qr-choice")
        desk.page.click("a[href='/qr?under=C1']")
        desk.wait("Array.from(document.images).every(i => i.complete && i.naturalWidth > 0)")
        desk.look("qr")
        if size == "desk":
            picture = folder / "qr-code.png"
            desk.page.locator(".card-qr img").first.screenshot(path=str(picture))
            address = desk.page.inner_text(".card-address >> nth=0")
            if shutil.which("zbarimg"):
                read = subprocess.run(["zbarimg", "--raw", "--quiet", picture], capture_output=True, text=True).stdout
                if read.strip() != address:
                    fault(f"the code of {address} reads “{read.strip()}”")
            else:
                print("skipped: no zbarimg; dev/setup installs it")
            desk.page.pdf(path=str(folder / "qr.pdf"), prefer_css_page_size=True, print_background=True)
        desk.close()


def a_slip(browser):
    """承办单 of a matter: on paper, with the boxes."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        number = file(desk, "要印在纸上的一件")
        desk.go(f"/matters/{number}")
        desk.page.click(f"a[href='/matters/{number}/print']")
        desk.look("print")
        desk.expect("要印在纸上的一件")
        desk.page.emulate_media(media="print")
        if desk.page.is_visible(".top") or desk.page.is_visible(".no-print"):
            fault("what is for the screen only is printed")
        desk.page.pdf(path=str(folder / f"print-{desk.name}.pdf"), prefer_css_page_size=True, print_background=True)
        desk.close()


def ways(browser):
    for size, language, script in [
        ("phone", "zh-CN", True),
        ("desk", "zh-CN", True),
        ("wall", "en-US", True),
        ("phone", "en-US", True),
        ("phone", "zh-CN", False),
    ]:
        way_of_a_matter(browser, size, language, script)
        way_of_a_resident(browser, size, language, script)
        propose(browser, size, language, script)
    two_at_once(browser)
    a_session_that_ends(browser)
    a_list_that_lives(browser)
    a_wall_that_lives(browser)
    a_sheet_of_codes(browser)
    a_slip(browser)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    try:
        ways(browser)
        print("ways done")
    except Exception as error:  # whatever it is, what was seen so far is told with it
        fault(f"{type(error).__name__}: {error}")
        traceback.print_exc(file=sys.stdout)
    browser.close()
