"""查找: by place, and by telephone."""

from person import Person, base, fault


def filed(person, text, phone):
    """上报 with a telephone; answers the number."""
    person.go("/report")
    person.page.click(".tile:has-text('水务')")
    person.fill("place", "一社区")
    person.page.fill("#field-text", text)
    for summary in person.page.query_selector_all("main details:not([open]) > summary"):
        summary.click()
    person.fill("contact_phone", phone)
    person.press()
    return person.page.input_value("#reply")


def find_a_caller(browser):
    """A place by its name; then a telephone as it is read from a display: it stands in no address."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US"), ("phone", "zh-CN")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        filed(desk, f"来电人先前的一件 {size} {language}", "139 0000 0066")
        asked = []
        desk.page.on("request", lambda request: asked.append(request.url))
        desk.page.click("nav a[href='/search']")
        desk.look("search")
        desk.page.fill("#place", "一社区")
        desk.page.click("form[role=search] button")
        # The oldest come first: it may be on a later page.
        text = f"来电人先前的一件 {size} {language}"
        while text not in desk.page.inner_text("main") and desk.page.query_selector("main a[rel=next]"):
            desk.page.click("main a[rel=next]")
        desk.expect(text)
        desk.look("search-place")
        desk.page.fill("#place", "没有的地方")
        desk.page.click("form[role=search] button")
        desk.look("search-nowhere")
        desk.page.fill("#phone", "+86 139-0000-0066")
        desk.page.click(".seek-telephone button")
        desk.expect(f"来电人先前的一件 {size} {language}")
        desk.look("search-telephone")
        desk.page.fill("#phone", "1390000006O")
        desk.page.click(".seek-telephone button")
        desk.look("search-no-telephone")
        if desk.page.query_selector("[role=alert]") is None:
            fault(f"{desk.name}: a slip of the finger is not told")
        if any("0066" in url for url in asked) or "0066" in desk.page.url:
            fault(f"{desk.name}: the telephone stands in an address: {asked}")
        # Nothing of it is kept in the tab.
        kept = desk.page.evaluate("JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])")
        if "0066" in kept or "006O" in kept:
            fault(f"{desk.name}: the telephone is kept: {kept[:300]}")
        desk.page.click("main a[href='/search']")
        if desk.page.url != base + "/search":
            fault(f"{desk.name}: at {desk.page.url}")
        desk.close()
