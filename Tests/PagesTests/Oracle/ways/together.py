"""一起办: several at once."""

from person import Person, fault
from ways.matter import file


def several_at_once(browser):
    """Ticks two of a list, sees what accepting means for each, and what came of it."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        numbers = [file(desk, "一起受理之一"), file(desk, "一起受理之二")]
        # Many have been filed before: from there on.
        day, serial = numbers[0].split("-")
        before = f"{day}-{int(serial) - 1:06d}"
        desk.go(f"/search?after={before}")
        for number in numbers:
            desk.page.check(f"input[name=number][value='{number}']")
        desk.look("search-ticked")
        desk.page.click(".tick-bar button")
        desk.look("together")
        desk.page.click("button[name=act][value=accept]")
        desk.look("together-act")
        desk.press()
        desk.look("together-done")
        if desk.page.locator(".came").count() != 2:
            fault(f"{desk.name}: not both were accepted: {desk.page.inner_text('main')[:300]}")
        # What is late or waits longer is first, and a tick survives what others do.
        due = desk.page.evaluate("number => fetch(`/api/v1/matters/${number}`).then(answer => answer.json()).then(json => json.next_due_at)", numbers[0])
        desk.go(f"/work?list=to_dispatch&after={before}&after_lamp=green&after_due={due}")
        desk.page.check(f"input[name=number][value='{numbers[0]}']")
        grid = Person(browser, "phone", "zh-CN")
        grid.sign_in("desk")
        third = file(grid, "一起受理之三")
        grid.go(f"/matters/{third}/acts/accept")
        grid.press()
        desk.page.wait_for_selector(f"text={third}", timeout=60_000)
        if not desk.page.is_checked(f"input[name=number][value='{numbers[0]}']"):
            fault(f"{desk.name}: the tick is gone")
        grid.close()
        desk.close()
