"""Somebody at a browser of their own, who looks at each page for what must not be."""

import re
import sys
from urllib.parse import urlparse
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

base, password, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
folder.mkdir(parents=True, exist_ok=True)
SIZES = {"half": (180, 370), "phone": (360, 740), "desk": (1366, 768), "wall": (1920, 1080)}
axe = Axe()


def fault(text):
    print("fault", text.replace("\n", " ")[:600])


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, size, language, script=True):
        self.name = f"{size}-{language[:2]}" + ("" if script else "-plain")
        width, height = SIZES[size]
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, java_script_enabled=script,
            # Colours are looked at as they are in the end, not on their way.
            reduced_motion="reduce",
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
            """() => Array.from(document.querySelectorAll('button, .btn, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio]), .lists a, .ways a, summary'))
                .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.9)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        if small:
            fault(f"{name} {self.name}: too small to tap: {small[:3]}")
        for violation in axe.run(page).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:2]]
            fault(f"{name} {self.name}: {violation['id']}: {nodes}")
        print("seen", name, self.name)
        print("axe", urlparse(page.url).path)

    def at(self, path):
        return base + path

    def go(self, path):
        self.page.goto(self.at(path))

    def sign_in(self, account):
        self.go("/work")
        if account == "desk":
            self.look("sign-in")
        self.page.fill("#account", account)
        self.page.fill("#password", password)
        self.page.click("main button[type=submit]")
        if not re.search("/(work|admin)", self.page.url) and self.page.url != base + "/":
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
