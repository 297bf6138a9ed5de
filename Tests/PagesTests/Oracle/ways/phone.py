"""A phone: photos, tiles, what was handled on the spot, and no network."""

import base64
import re
import struct

from person import Person, base, fault, password
from ways.matter import act


# What a canvas made once, for browsers without a script.
made = {}


# Whether a page's small picture is drawn; a browser asks for none that is out of sight.
DRAWN = """(() => { const picture = document.querySelector('.thumbs img'); if (picture) picture.scrollIntoView();
    return Boolean(picture && picture.complete && picture.naturalWidth); })()"""


class OwnPhone(Person):
    """Somebody signed in on their own phone, where pages and forms are kept without a network."""

    def listen(self, message):
        # A browser notes what found no network.
        if "ERR_INTERNET_DISCONNECTED" not in message.text and "ERR_FAILED" not in message.text:
            super().listen(message)

    def sign_in(self, account):
        self.go("/work")
        self.page.fill("#account", account)
        self.page.fill("#password", password)
        self.page.check("input[name=kind]")
        self.page.click("main button[type=submit]")
        self.ready()

    def ready(self):
        self.wait("document.documentElement.dataset.ready === 'yes'")


def picture(person, width, height, turned=False):
    """A JPEG as a camera makes it, perhaps with a word that it is to be turned."""
    drawn = person.page.evaluate(
        """([width, height]) => { const canvas = document.createElement('canvas');
            canvas.width = width; canvas.height = height; const pen = canvas.getContext('2d');
            for (let i = 0; i < 4000; i += 1) { pen.fillStyle = `hsl(${i * 7 % 360},70%,60%)`;
                pen.fillRect(Math.random() * width, Math.random() * height, 90, 60); }
            return canvas.toDataURL('image/jpeg', .95).split(',')[1]; }""",
        [width, height],
    )
    data = base64.b64decode(drawn)
    if not turned:
        return data
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    exif = b"Exif\x00\x00" + tiff
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:]


def fill(person, text, place="一网格"):
    """The fields of 上报, by tiles where there are any."""
    person.page.click(".tile:has-text('水务')")
    person.fill("place", place)
    person.page.fill("#field-text", text)


def number_of(person):
    return re.search(r"\d{8}-\d+", person.page.inner_text("main")).group(0)


def attachments(person, number):
    return person.page.evaluate(
        "number => fetch(`/api/v1/matters/${number}/attachments`).then(a => a.json()).then(j => j.attachments)", number
    )


def matters(person, text):
    """Where the matters stand that one may see and that say so, on however many pages."""
    person.go("/search?closed=true&words=")
    found = []
    while True:
        found += [link.get_attribute("href") for link in person.page.query_selector_all(f".line-link:has-text('{text}')")]
        following = person.page.query_selector("a[rel=next]")
        if not following:
            return found
        person.go(following.get_attribute("href"))


def photos(browser, size, language, script):
    """Photos from the album: made smaller, turned right, one removed, sent, and seen with the matter."""
    person = Person(browser, size, language, script)
    person.sign_in("grid")
    person.go("/report")
    large = made.setdefault("large", script and picture(person, 3000, 2000, turned=True))
    files = [
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": large},
        {"name": "多余.jpg", "mimeType": "image/jpeg", "buffer": large},
    ]
    fill(person, f"井盖破损 {person.name}")
    person.page.set_input_files("#files", files if script else files[:1])
    if script:
        person.page.wait_for_selector(".previews img >> nth=1")
        person.page.click(".previews li >> nth=1 >> button")
        person.wait("document.querySelectorAll('.previews li').length === 1")
        person.look("report-photos")
        # More is chosen: what was chosen before stays.
        person.page.set_input_files("#files", [{"name": "远景.jpg", "mimeType": "image/jpeg", "buffer": large}])
        person.wait("document.querySelectorAll('.previews li').length === 2")
        # Refused: what was chosen is still there.
        person.fill("place", "没有这里")
        person.press()
        person.page.wait_for_selector("main .problem")
        person.look("report-photos-refused")
        if person.page.locator(".previews li").count() != 2:
            fault(f"{person.name}: a refused form lost its photos")
        person.fill("place", "一网格")
    person.press()
    person.page.wait_for_selector(".ticket")
    person.look("reported-photos")
    number = number_of(person)
    person.go(f"/matters/{number}")
    person.look("matter-photos")
    if script:
        sides = [(one["width"], one["height"]) for one in attachments(person, number)]
        if sides != [(1333, 2000)] * 2:
            fault(f"{person.name}: photos are {sides}, not twice 1333 × 2000")
    if person.page.locator(".thumbs img").count() != (2 if script else 1):
        fault(f"{person.name}: {person.page.locator('.thumbs img').count()} photos with the matter")
    person.page.click(".add-files summary")
    person.page.set_input_files(".add-files input[type=file]", [{"name": "后来.jpg", "mimeType": "image/jpeg", "buffer": large}])
    if script:
        person.page.wait_for_selector(".previews li")
    person.page.click(".add-files button[type=submit]")
    person.page.wait_for_selector(".done")
    if person.page.locator(".thumbs img").count() != (3 if script else 2):
        fault(f"{person.name}: a photo that was added is not there")
    person.close()


def tiles(browser, size, language, script):
    """上报 by tiles: category and place by a tap each, and handled on the spot by one more."""
    person = Person(browser, size, language, script)
    person.sign_in("grid")
    person.go("/report")
    if not person.page.query_selector(".tile:has-text('水务')"):
        fill(person, "先报一件")
        person.press()
        person.go("/report")
    person.page.click(".tile:has-text('水务')")
    if not person.page.is_checked(".tile:has-text('一网格') input"):
        fault(f"{person.name}: one's own place is not chosen")
    person.page.fill("#field-text", f"路面积水，已清 {person.name}")
    person.page.check("#handled")
    person.page.fill("#handled-text", "清了排水口")
    person.look("report-tiles")
    person.press()
    person.page.wait_for_selector(".ticket")
    person.look("reported-handled")
    person.go(f"/matters/{number_of(person)}")
    person.expect("自行处置" if language == "zh-CN" else "Resolved at the base")
    if script:
        locate(person)
    # A code at a door, opened by somebody who works there.
    person.go("/r/at/B")
    person.page.click("a[href='/report?place=B']")
    if not person.page.is_checked(".tile:has-text('一号楼') input"):
        fault(f"{person.name}: the place of the code is not chosen")
    person.close()


def locate(person):
    """A position finds its place; one that is nowhere near says so, and what stood there stays."""
    person.context.grant_permissions(["geolocation"])
    for long, place, position in [(125.0001, "B", "30.011100,125.000100"), (126, "G", "30.011100,126.000000")]:
        person.context.set_geolocation({"latitude": 30.0111, "longitude": long})
        person.go("/report")
        person.page.evaluate("sessionStorage.clear()")
        person.page.reload()
        person.page.click(".locate")
        person.wait("!document.querySelector('.locate').disabled")
        # By its tile where it has one.
        chosen = person.page.evaluate(
            """(document.querySelector("input[type=radio][name='field[place]']:checked") || document.querySelector("#field-place")).value"""
        )
        if (chosen, person.page.input_value("#field-position")) != (place, position):
            fault(f"{person.name}: {long} is at “{chosen}”")
        told = person.page.inner_text(".locate + [role=status]")
        if told == "" or (told == person.page.get_attribute("form[data-locate]", "data-not-located")) != (long == 126):
            fault(f"{person.name}: {long} is told “{told}”")


def a_resident_with_photos(browser, size, language, script):
    """At the door with a photo, and another one later; both are there to be seen."""
    resident = Person(browser, size, language, script)
    resident.go("/r/at/B")
    large = made.setdefault("large", script and picture(resident, 3000, 2000, turned=True))
    photo = [{"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": large}]
    resident.page.fill("#text", "楼道灯不亮")
    resident.page.click(".tile:has-text('水务')")
    resident.page.set_input_files("#files", photo)
    if script:
        resident.page.wait_for_selector(".previews img")
        resident.look("resident-photo")
    resident.page.click("main form .send button[type=submit]")
    resident.page.wait_for_selector(".ticket")
    resident.page.click("main form button[type=submit]")
    resident.page.wait_for_selector(".thumbs img")
    resident.page.click("details:has(form[action='/r/acts/add_to']) summary")
    form = resident.page.locator("form[action='/r/acts/add_to']")
    form.locator("textarea[required]").fill("今天还是不亮")
    resident.page.set_input_files("#files-add_to", photo)
    if script:
        resident.page.wait_for_selector("form[action='/r/acts/add_to'] .previews img")
    form.locator("button[type=submit]").click()
    resident.page.wait_for_selector(".done")
    resident.look("resident-matter-photos")
    if resident.page.locator(".thumbs img").count() != 2:
        fault(f"{resident.name}: {resident.page.locator('.thumbs img').count()} of two photos")
    with resident.context.expect_page() as opened:
        resident.page.click(".thumbs button >> nth=0")
    if opened.value.url.count("code") or opened.value.url.count("?"):
        fault(f"{resident.name}: the code stands in an address: {opened.value.url}")
    resident.close()


def without_network(browser):
    """Filed and acted without a network: kept with its photos, sent once when there is one again."""
    for size, language in [("phone", "zh-CN"), ("phone", "en-US")]:
        person = OwnPhone(browser, size, language)
        person.sign_in("grid")
        person.go("/report")
        person.ready()
        large = picture(person, 2400, 1800)
        first = f"有网时的一件 {language}"
        fill(person, first)
        person.press()
        person.page.wait_for_selector(".ticket")
        number = number_of(person)
        person.go(f"/matters/{number}")
        person.ready()
        person.look("own-phone-matter")

        person.context.set_offline(True)
        person.go("/work")
        person.look("offline-work")
        person.go(f"/matters/{number}")
        person.expect(first)
        person.go("/report")
        person.look("offline-report")
        second = f"没网时的一件 {language}"
        fill(person, second)
        person.press()
        person.page.wait_for_selector(".kept-waiting")
        person.look("outbox-waiting")
        # Another out of the same kept page, with a photo: it is another matter.
        person.go("/report")
        third = f"没网时带照片的一件 {language}"
        fill(person, third)
        person.page.set_input_files("#files", [{"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": large}])
        person.page.wait_for_selector(".previews img")
        person.press()
        person.page.wait_for_selector(".kept-waiting >> nth=1")
        # And a short form of the matter that was looked at.
        person.go(f"/matters/{number}/acts/resolve_here")
        person.fill("text", "没网时处理了")
        person.press()
        person.page.wait_for_selector(".kept-waiting >> nth=2")
        person.look("outbox-three")
        # Two pages stand open when the network comes back: what waits is sent by one of them.
        second_page = person.context.new_page()
        second_page.goto(base + "/outbox")
        person.context.set_offline(False)
        person.wait("document.querySelectorAll('.kept-done').length === 3")
        second_page.close()
        person.look("outbox-sent")
        # Whatever asks for it once more: nothing is sent again.
        for _ in range(2):
            person.go("/work")
            person.ready()
        for text in (first, second, third):
            found = matters(person, text)
            if len(found) != 1:
                fault(f"{person.name}: “{text}” was filed {len(found)} times: {found}")
        photo = attachments(person, matters(person, third)[0].split("/")[2])
        if len(photo) != 1 or max(photo[0]["width"], photo[0]["height"]) != 2000:
            fault(f"{person.name}: the photo that waited: {photo}")
        # What stands first in the list is at hand, though nobody has opened it.
        person.go("/work")
        person.ready()
        person.wait("""caches.open('whistle-pages').then(pages => pages.keys()).then(kept => Array.from(document.querySelectorAll('.line-link'))
            .slice(0, 5).every(link => kept.some(page => page.url === link.href)))""")
        # Its page is kept with its small picture.
        pictured = matters(person, third)[0]
        person.go(pictured)
        person.wait(DRAWN)
        person.wait("caches.open('whistle-pictures').then(pictures => pictures.keys()).then(kept => kept.length === 1)")
        person.context.set_offline(True)
        person.go(pictured)
        person.expect(third)
        person.wait(DRAWN)
        person.look("offline-picture")
        person.context.set_offline(False)
        person.go(f"/matters/{number}")
        person.expect("自行处置" if language == "zh-CN" else "Resolved at the base")
        person.page.click(".top form[action='/sign-out'] button")
        person.page.wait_for_selector("#account")
        person.wait("caches.open('whistle-pages').then(pages => pages.keys()).then(kept => kept.length === 0)")
        person.context.set_offline(True)
        person.go(f"/matters/{number}")
        person.expect("没有存在这部手机上" if language == "zh-CN" else "not on this phone")
        if first in person.page.inner_text("body"):
            fault(f"{person.name}: signed out, and the matter is still on the phone")
        person.look("offline-signed-out")
        # Signed out without a network: what was seen is gone, and that the session goes on is told.
        person.context.set_offline(False)
        person.sign_in("grid")
        person.context.set_offline(True)
        person.page.click(".top form[action='/sign-out'] button")
        person.page.wait_for_selector("main .problem")
        person.expect("登录还没有结束" if language == "zh-CN" else "still signed in")
        person.look("offline-still-signed-in")
        person.wait("caches.open('whistle-pictures').then(pictures => pictures.keys()).then(kept => kept.length === 0)")
        person.wait("caches.open('whistle-pages').then(pages => pages.keys()).then(kept => kept.length === 0)")
        person.close()


def a_conflict_told(browser):
    """Somebody acted in between: it is told in words, what was typed stays, photos are not lost over it."""
    desk, other = OwnPhone(browser, "phone", "zh-CN"), Person(browser, "desk", "zh-CN")
    desk.sign_in("desk")
    other.sign_in("desk")
    other.go("/report")
    fill(other, "两人办的一件", place="一社区")
    other.press()
    number = number_of(other)
    large = picture(desk, 1200, 900)
    desk.go(f"/matters/{number}")
    desk.ready()
    desk.context.set_offline(True)
    desk.go(f"/matters/{number}/acts/resolve_here")
    desk.fill("text", "我在现场处理了")
    desk.page.set_input_files("#files", [{"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": large}])
    desk.page.wait_for_selector(".previews img")
    desk.press()
    desk.page.wait_for_selector(".kept-waiting")
    act(other, number, "accept")
    act(other, number, "dispatch", lead="水务局")
    desk.context.set_offline(False)
    desk.page.wait_for_selector(".kept-refused")
    desk.look("outbox-conflict")
    for text in ("已由派单员甲 · 一社区受理", "派单", "我在现场处理了", "您的照片已补充"):
        desk.expect(text)
    if len(attachments(other, number)) != 1:
        fault("the photo of an act that came too late is lost")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.click(".kept-refused >> text=放弃")
    desk.wait("!document.querySelector('.kept-refused')")

    # Still possible, knowing what happened: done all the same.
    other.go("/report")
    fill(other, "还能办的一件", place="一社区")
    other.press()
    number = number_of(other)
    desk.go(f"/matters/{number}")
    desk.ready()
    desk.context.set_offline(True)
    desk.go(f"/matters/{number}/acts/resolve_here")
    desk.fill("text", "已经修好")
    desk.press()
    desk.page.wait_for_selector(".kept-waiting")
    act(other, number, "accept")
    desk.context.set_offline(False)
    desk.page.wait_for_selector(".kept-refused")
    desk.look("outbox-still-possible")
    desk.page.click(".kept-refused >> text=修改")
    desk.ready()
    if desk.page.input_value("#field-text") != "已经修好":
        fault("what was kept is not in the form that changes it")
    desk.fill("text", "已经修好，换了螺丝")
    desk.press()
    desk.page.wait_for_selector(".done")
    desk.ready()
    desk.expect("换了螺丝")
    desk.go("/outbox")
    desk.wait("!document.querySelector('.kept') && !document.querySelector('#outbox-empty').hidden")
    desk.close()
    other.close()


def a_page_thrown_away(browser):
    """The phone needed its memory for the camera: what was written and the photos are there again, and once filed are not."""
    person = OwnPhone(browser, "phone", "zh-CN")
    person.sign_in("grid")
    person.go("/report")
    person.ready()
    fill(person, "写到一半，页面没了")
    person.page.set_input_files("#files", [{"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture(person, 800, 600)}])
    person.page.wait_for_selector(".previews img")
    person.page.wait_for_timeout(600)
    person.page.close()
    person.page = person.context.new_page()
    person.go("/report")
    person.ready()
    person.page.wait_for_selector(".previews img")
    if person.page.input_value("#field-text") != "写到一半，页面没了":
        fault("what was written went with its page")
    person.press()
    person.page.wait_for_selector(".ticket")
    number = number_of(person)
    if len(attachments(person, number)) != 1:
        fault("the photo went with its page")
    person.go("/work")
    person.ready()
    person.go("/report")
    person.ready()
    if person.page.input_value("#field-text") or person.page.query_selector(".previews img"):
        fault("what was filed stands in the form again")
    person.close()


def signed_out_meanwhile(browser):
    """The session ended while something waited: it asks to sign in, and then goes; nobody else sends it."""
    person = OwnPhone(browser, "phone", "zh-CN")
    person.sign_in("grid")
    person.go("/report")
    person.ready()
    person.context.set_offline(True)
    fill(person, "登录结束时等着的一件")
    person.press()
    person.page.wait_for_selector(".kept-waiting")
    # Whoever signs out says what becomes of it.
    person.go("/work")
    person.ready()
    person.look("offline-waiting")
    person.page.click(".top form[action='/sign-out'] button")
    person.page.wait_for_selector(".leaving")
    person.look("leaving")
    person.page.click(".leaving button >> nth=-1")
    person.page.click(".standing a")
    person.page.wait_for_selector(".kept-waiting")
    cookies = person.context.cookies()
    person.context.clear_cookies()
    person.context.set_offline(False)
    person.page.wait_for_selector(".kept-signed-out")
    person.look("outbox-signed-out")
    if person.page.is_visible("#seen"):
        fault("the session has ended, and what was seen is still on the phone")
    person.page.click(".kept-signed-out a.btn-primary")
    # Somebody else signs in on this phone: it is not theirs to send.
    person.page.fill("#account", "desk")
    person.page.fill("#password", password)
    person.page.check("input[name=kind]")
    person.page.click("main button[type=submit]")
    person.ready()
    person.go("/outbox")
    person.page.wait_for_selector("#outbox-empty:not([hidden])")
    if matters(person, "登录结束时等着的一件"):
        fault("what one person wrote was sent by another")
    person.context.clear_cookies()
    person.context.add_cookies(cookies)
    person.go("/work")
    person.ready()
    person.go("/outbox")
    person.page.wait_for_selector(".kept-done")
    if len(matters(person, "登录结束时等着的一件")) != 1:
        fault("what waited for its author was not sent once")
    person.close()


def a_change_under_way(browser):
    """What is being changed does not go as it was when the network comes back, and goes once."""
    phone = OwnPhone(browser, "phone", "zh-CN")
    phone.sign_in("grid")
    phone.go("/report")
    phone.ready()
    phone.context.set_offline(True)
    fill(phone, "改之前的话")
    phone.press()
    phone.page.wait_for_url("**/outbox*")
    phone.page.click("a:has-text('修改')")
    phone.wait("document.querySelector('#field-text').value === '改之前的话'")
    phone.context.set_offline(False)
    phone.page.wait_for_timeout(3_000)
    phone.fill("text", "改之后的话")
    phone.press()
    phone.page.wait_for_selector(".ticket")
    phone.go("/outbox")
    phone.page.wait_for_timeout(2_000)
    phone.look("outbox-changed")
    if matters(phone, "改之前的话") or len(matters(phone, "改之后的话")) != 1:
        fault(f"changed: {matters(phone, '改之前的话')} {matters(phone, '改之后的话')}")
    phone.close()
