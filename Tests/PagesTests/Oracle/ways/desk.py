"""派单台: what a dispatcher accepts, dispatches and watches."""

from person import Person, fault
from ways.matter import file


def way_of_a_dispatcher(browser, size, language, script):
    """Opens a matter beside the list, accepts it, gives it to whom the directory names, and watches it."""
    grid = Person(browser, size, language, script)
    grid.sign_in("grid")
    number = file(grid, "三层楼道水管漏水地上都是水")
    twin = file(grid, "楼道三层水管漏水，地上全是水")
    grid.close()

    desk = Person(browser, size, language, script)
    desk.sign_in("desk")
    desk.page.click("nav a[href='/desk']")
    desk.look("desk")
    desk.page.click(f"a[href='/desk?open={number}']")
    desk.look("desk-open")
    desk.expect(twin)
    desk.page.click(f".acts a[href^='/matters/{number}/acts/accept']")
    desk.press()
    if f"open={number}" not in desk.page.url or "/desk" not in desk.page.url:
        fault(f"{desk.name}: after accepting one is at {desk.page.url}")
    desk.look("desk-accepted")
    # The directory's rule names the department, and says why.
    desk.page.click(".proposal summary")
    desk.look("desk-why")
    desk.page.click(".proposal button")
    desk.look("desk-dispatched")
    watched = desk.page.query_selector(f"#column-given_out >> xpath=ancestor::section >> a[href='/desk?open={number}']")
    if watched is None:
        fault(f"{desk.name}: what was dispatched is not watched")
    if "水务局" not in desk.page.inner_text(".holder"):
        fault(f"{desk.name}: the water department does not hold it: {desk.page.inner_text('.holder')}")
    # The twin is merged into it, by a form that names it already.
    desk.go(f"/desk?open={twin}")
    desk.page.click(f".related a[href*='acts/merge'][href$='={number}']")
    desk.look("desk-merge")
    if desk.page.input_value("input[name='field[main][]']:checked") != number:
        fault(f"{desk.name}: the main matter is not {number}")
    desk.press()
    if desk.page.query_selector(".done") is None:
        fault(f"{desk.name}: merge was not done: {desk.page.inner_text('main')[:300]}")
    desk.close()


def a_whistle(browser):
    """吹哨: what each kind means, whom the directory names, and afterwards who has come."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        number = file(desk, "要吹哨的一件")
        desk.go(f"/desk?open={number}")
        desk.page.click(f".acts a[href^='/matters/{number}/acts/whistle']")
        desk.look("whistle")
        desk.page.check("input[type=radio][value=emergency]")
        desk.page.check("input[type=radio][value=three]")
        desk.page.check("input[type=checkbox][value='水务局']")
        desk.fill("tried", "已关总阀，仍在漏")
        desk.press()
        desk.look("whistled")
        if "水务局" not in desk.page.inner_text(".whistled"):
            fault(f"{desk.name}: the water department was not called")
        desk.close()
