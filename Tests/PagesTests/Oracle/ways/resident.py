"""The residents' door."""

from person import Person, fault


def way_of_a_resident(browser, size, language, script):
    """At the door: report, follow, add to, withdraw."""
    resident = Person(browser, size, language, script)
    resident.go("/r/at/B")
    resident.look("resident")
    resident.page.fill("#text", "单元门关不上")
    resident.page.click(".tile:has-text('水务')")
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
