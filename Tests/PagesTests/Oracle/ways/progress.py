"""What keepers watch: an answer that comes while one asks, work that goes on by portions, and pages that say no."""

import tempfile
from pathlib import Path

from person import Person, fault, password
from ways.matter import file

BOTH = [("phone", "zh-CN", True), ("desk", "zh-CN", True), ("phone", "en-US", True), ("desk", "en-US", True)]


def explain_live(browser):
    """Who leads what comes while it is typed, without a button; half a name is nobody's mistake."""
    for size, language, script in BOTH + [("phone", "zh-CN", False)]:
        system = Person(browser, size, language, script)
        system.sign_in("system")
        system.go("/admin/directory")
        system.page.click("a[href='/admin/directory/explain']")
        system.look("explain-empty")
        asked = []
        system.page.on("request", lambda request: asked.append(request.url) if "explain?" in request.url else None)
        system.page.fill("#category", "水务")
        if not script:
            system.page.fill("#place", "一社区")
            system.page.click("main form button[type=submit]")
            system.expect("水务局")
            system.look("explain-told")
            system.close()
            continue
        system.page.fill("#place", "一社")
        system.wait("() => document.querySelector('[data-explained] .hint') && location.search.includes('place')")
        if system.page.query_selector("[role=alert]"):
            fault(f"{system.name}: half a name is told as a mistake")
        asked.clear()
        system.page.type("#place", "区", delay=10)
        system.wait("() => document.querySelector('[data-explained] .big')")
        system.expect("水务局")
        system.expect("2 个工作日" if language.startswith("zh") else "2 working days")
        if len(asked) > 2:
            fault(f"{system.name}: asked {len(asked)} times for one letter")
        system.look("explain-told")
        system.page.fill("#category", "园林")
        system.wait("() => document.querySelector('[data-explained]').innerText.includes('园林局')")
        system.page.reload()
        system.expect("园林局")
        if not system.page.query_selector("a[href='/admin/directory/change']"):
            fault(f"{system.name}: no way to try a changed directory")
        system.close()


def long_work(browser):
    """Without a script a button goes on, with one it goes on by itself; the end says what became of all."""
    plain = Person(browser, "phone", "zh-CN", False)
    plain.sign_in("system")
    plain.go("/admin/people/grid/hand-over")
    plain.page.fill("#to", "leader")
    plain.press()
    plain.page.click("button[name=carry_out]")
    plain.expect("2 / 5")
    plain.look("going")
    plain.page.reload()
    plain.expect("2 / 5")
    plain.page.click("[data-goes-on] button")
    plain.expect("4 / 5")
    plain.page.click("[data-goes-on] button")
    plain.expect("已移交")
    plain.look("went")
    plain.close()

    shipped = (Path(__file__).parents[4] / "share/definitions/issue.yaml").read_text()
    limit = "limit: {ordinary: 2wh, urgent: 15m}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "issue.yaml"
        for number, (size, language, script) in enumerate([("desk", "en-US", False), ("desk", "zh-CN", True)]):
            system = Person(browser, size, language, script)
            system.sign_in("system")
            path.write_text(shipped.replace(limit, limit.replace("2wh", f"{5 + number}wh"), 1))
            system.go("/admin/definitions/change")
            system.page.set_input_files("#file", str(path))
            system.press()
            system.page.click("button[name=publish]")
            system.go("/admin/definitions/issue/migrate")
            system.press()
            if script:
                # It stands still until the script is let in.
                empty = {"body": "", "content_type": "text/javascript"}
                system.page.route("**/going.js", lambda route: route.fulfill(**empty))
            system.page.click("button[name=carry_out]")
            if script:
                signed_out_meanwhile(system)
                system.wait("() => document.querySelector('main .done')")
                system.expect("已迁移")
                if system.page.query_selector("[data-going]"):
                    fault(f"{system.name}: it stands still in the middle")
            else:
                system.look("going")
                for _ in range(20):
                    if not system.page.query_selector("[data-goes-on] button"):
                        break
                    system.page.click("[data-goes-on] button")
                else:
                    fault(f"{system.name}: it never ends")
                system.expect("They have moved")
            system.look("went-to-a-version")
            system.close()


def signed_out_meanwhile(system):
    """Whoever is signed out in the middle is told so, keeps the form, and goes on once signed in elsewhere."""
    page = system.page
    system.wait("() => document.querySelector('[data-goes-on]')")
    source = page.get_attribute("script[src*='going.js']", "src")
    page.unroute("**/going.js")
    system.context.clear_cookies()
    page.add_script_tag(url=f"{source}?anew", type="module")
    system.wait("() => { const told = document.querySelector('[data-ended]'); return told && !told.hidden; }")
    if not page.is_visible("[data-goes-on] button") or page.is_visible("[data-broken]"):
        fault(f"{system.name}: signed out meanwhile, and no way to go on")
    system.look("going-ended")
    page.set_viewport_size({"width": 360, "height": 740})
    system.look("going-ended-narrow")
    page.set_viewport_size({"width": 1366, "height": 768})
    with system.context.expect_page() as opened:
        page.click("[data-ended] a")
    other = opened.value
    other.fill("#account", "system")
    other.fill("#password", password)
    other.click("main button[type=submit]")
    other.wait_for_load_state()
    other.close()
    page.click("[data-goes-on] button")


def pages_that_say_no(browser):
    """What is not there, what is not theirs, and a session that ended: what happened, and where to go."""
    for size, language, script in BOTH:
        zh = language.startswith("zh")
        desk = Person(browser, size, language, script)
        desk.sign_in("desk")
        desk.go("/nowhere")
        desk.look("fault-404")
        desk.expect("没有找到" if zh else "Nothing was found")
        desk.go("/matters/20260101-999999")
        desk.look("fault-404-matter")
        desk.go("/admin")
        desk.look("fault-403")
        desk.go("/r/nowhere")
        desk.look("fault-404-resident")
        desk.go("/report")
        desk.page.evaluate("fetch('/sign-out', {method: 'POST', redirect: 'manual'})")
        desk.page.wait_for_timeout(500)
        desk.go("/work?list=mine")
        desk.look("fault-ended")
        desk.close()
        typed = Person(browser, size, language, script)
        typed.sign_in("desk")
        number = file(typed, f"会话结束 {size} {language}")
        typed.go(f"/matters/{number}/acts/note")
        typed.page.fill("#field-note", "一段写了很久的话，不能丢，还要再写长一些才好")
        typed.context.clear_cookies()
        typed.press()
        typed.look("fault-401-typed")
        typed.close()


def choices_of_an_act(browser):
    """Matters to merge into are proposed, and what merging means is said."""
    for size, language, script in BOTH:
        desk = Person(browser, size, language, script)
        desk.sign_in("desk")
        file(desk, "一号楼楼道漏水，水流到电表箱")
        number = file(desk, "一号楼楼道漏水，水流到电表箱了")
        desk.go(f"/matters/{number}/acts/merge")
        desk.look("merge")
        desk.page.fill("#field-main", number)
        desk.press()
        desk.look("merge-refused")
        desk.expect("不能并入它自己" if language.startswith("zh") else "into itself")
        desk.page.fill("#field-main", "")
        desk.page.check("input[type=radio] >> nth=0")
        desk.press()
        if "done=merge" not in desk.page.url:
            fault(f"{desk.name}: not merged: {desk.page.inner_text('main')[:300]}")
        desk.close()
