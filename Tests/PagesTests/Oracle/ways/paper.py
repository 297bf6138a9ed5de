"""What is printed."""

import shutil
import subprocess

from person import Person, fault, folder
from ways.matter import file


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


def a_shift(browser):
    """交接班: a page of the log, for two signatures."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        file(desk, "交班时还没办完的")
        desk.go("/desk")
        desk.page.click("a[href='/shifts']")
        desk.page.select_option("#desk", "C1 desk2")
        desk.page.fill("#note", "三号楼的水还没修好")
        desk.look("shifts")
        desk.press()
        desk.look("shift-print")
        desk.expect("三号楼的水还没修好")
        desk.page.emulate_media(media="print")
        desk.page.pdf(path=str(folder / f"shift-{desk.name}.pdf"), prefer_css_page_size=True, print_background=True)
        desk.close()


def a_list_to_sign(browser):
    """交接清单: before somebody hands over, on paper, for three signatures."""
    for size, language in [("desk", "zh-CN"), ("phone", "en-US")]:
        desk = Person(browser, size, language)
        desk.sign_in("desk")
        for text in ["要移交的一件，标题很长，要在一格里换行写下来才放得下", "另一件"]:
            file(desk, text)
        desk.go("/work")
        desk.page.click("a[href='/hand-over']")
        desk.look("hand-over")
        desk.expect("另一件")
        desk.page.emulate_media(media="print")
        if desk.page.is_visible(".top") or desk.page.is_visible(".hand-over-form"):
            fault("what is for the screen only is printed")
        desk.page.set_viewport_size({"width": 718, "height": 1047})
        desk.page.screenshot(path=str(folder / f"hand-over-paper-{desk.name}.png"), full_page=True)
        desk.page.pdf(path=str(folder / f"hand-over-{desk.name}.pdf"), prefer_css_page_size=True, print_background=True)
        desk.close()
