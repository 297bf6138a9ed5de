"""责任体系图, and the lamps as a chart."""

from person import Person, fault, folder
from ways.matter import file


def who_is_where(browser):
    """The chart of who is responsible: folded, open, and on paper; without a script the same."""
    for size, language, script in [
        ("desk", "zh-CN", True), ("phone", "en-US", True), ("phone", "zh-CN", True), ("wall", "en-US", True), ("desk", "zh-CN", False),
    ]:
        street = Person(browser, size, language, script)
        street.sign_in("street")
        street.page.click("nav a[href='/responsible']")
        street.look("responsible")
        street.page.click("details:not([open]) > summary >> nth=0")
        street.look("responsible-unfolded")
        street.page.click("a[href='/responsible?open=true']")
        if street.page.query_selector("details:not([open])") is not None:
            fault(f"{street.name}: a branch is folded though all are to stand open")
        street.expect("一号楼")
        if script:
            street.page.emulate_media(media="print")
            if street.page.is_visible(".top") or street.page.is_visible(".responsible .chips"):
                fault("what is for the screen only is printed")
            street.page.set_viewport_size({"width": 718, "height": 1047})
            street.page.screenshot(path=str(folder / f"responsible-paper-{street.name}.png"), full_page=True)
            street.page.pdf(path=str(folder / f"responsible-{street.name}.pdf"), prefer_css_page_size=True, print_background=True)
            street.page.emulate_media(media="screen")
        street.page.click("a[href='/responsible?open=true&amiss=true'], a[href='/responsible?amiss=true']")
        street.look("responsible-amiss")
        street.close()


def lamps_as_bars(browser):
    """The lamps as bars, drawn from the table beneath; without a script the table alone."""
    desk = Person(browser, "desk", "zh-CN")
    desk.sign_in("desk")
    file(desk, "图上的一件")
    desk.close()
    for size, language, script in [
        ("desk", "zh-CN", True), ("phone", "en-US", True), ("wall", "zh-CN", True), ("phone", "zh-CN", False),
    ]:
        street = Person(browser, size, language, script)
        street.sign_in("street")
        street.page.click("nav a[href='/wall']")
        street.page.click("main a[href='/charts']")
        if script:
            street.wait("Array.from(document.querySelectorAll('.bars-canvas')).every(box => !box.hidden)")
            drawn = street.page.evaluate(
                """() => Array.from(document.querySelectorAll('canvas')).map(canvas => {
                    const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                    return canvas.width > 200 && bytes.some(byte => byte > 0);
                })"""
            )
            if not drawn or not all(drawn):
                fault(f"{street.name}: nothing is drawn: {drawn}")
        elif street.page.is_visible(".bars-canvas"):
            fault(f"{street.name}: an empty canvas without a script")
        street.look("charts")
        street.page.click("tbody a[href='/charts?under=C1']")
        street.look("charts-under")
        street.close()
