"""民情地图: what is open where it lies, as a map, as a plan and as a list."""

from person import Person, base, fault
from ways.matter import act, file

def names_in_sight(person):
    """No ring's name is cut off at the map's edge."""
    cut = person.page.evaluate(
        """() => { const box = document.getElementById('map').getBoundingClientRect();
            return Array.from(document.querySelectorAll('.ground-name span'), name => [name.innerText, name.getBoundingClientRect()])
                .filter(([, at]) => at.right > box.left && at.left < box.right && at.bottom > box.top && at.top < box.bottom)
                .filter(([, at]) => at.left < box.left || at.right > box.right || at.top < box.top || at.bottom > box.bottom)
                .map(([text]) => text); }"""
    )
    if cut:
        fault(f"{person.name}: cut off at the edge of the map: {cut}")


def a_map(browser):
    """Opens the map, sees heaps and marks, opens one, moves it, filters it; the address keeps all of it."""
    for size, language in [("desk", "zh-CN"), ("phone", "zh-CN"), ("wall", "en-US"), ("phone", "en-US")]:
        grid = Person(browser, "phone", "zh-CN")
        grid.sign_in("grid")
        number = file(grid, "地图上的一件")
        grid.close()
        street = Person(browser, size, language)
        street.sign_in("street")
        street.page.click("nav a[href='/map']")
        street.wait("() => document.querySelectorAll('.pin, .heap').length > 0")
        street.look("map")
        names_in_sight(street)
        if street.page.is_visible("#plan"):
            fault(f"{street.name}: the plan stands beside the map that was made of it")
        # The list has what the map has.
        street.expect(number)
        # Closer and closer, until marks stand alone or are spread out.
        for _ in range(20):
            if street.page.query_selector(".pin"):
                break
            street.page.locator(".heap").first.click()
            street.page.wait_for_timeout(600)
        if not street.page.query_selector(".pin"):
            fault(f"{street.name}: no mark comes out of its heap")
        street.page.locator(".pin").first.press("Enter")
        street.wait("() => document.querySelector('.leaflet-popup-content .popup-title')")
        street.page.wait_for_timeout(500)
        street.look("map-popup")
        names_in_sight(street)
        if "/matters/" not in street.page.get_attribute(".popup-title", "href"):
            fault(f"{street.name}: the popup leads nowhere")
        # What is looked at stands in the address: who is sent it sees the same.
        street.wait("() => location.search.includes('bbox=')")
        address = street.page.url
        if size == "phone":
            street.page.click("#map-fold summary")
        street.page.select_option("#map-lamp", "red")
        street.page.click(".map-filters button")
        if "lamp=red" not in street.page.url or "bbox=" not in street.page.url:
            fault(f"{street.name}: the address does not say what was chosen: {street.page.url}")
        street.wait("() => document.querySelector('.leaflet-container')")
        street.look("map-filtered")
        street.page.goto(address)
        street.wait("() => document.querySelector('.leaflet-container')")
        street.page.wait_for_timeout(1000)
        if street.page.url != address:
            fault(f"{street.name}: the address moved by itself: {street.page.url}")
        street.close()


def a_map_that_lives(browser):
    """A matter that is filed comes onto the map by itself; an open popup stays open."""
    street = Person(browser, "desk", "zh-CN")
    street.sign_in("street")
    street.go("/map")
    street.wait("() => document.querySelectorAll('.pin, .heap').length > 0")
    grid = Person(browser, "phone", "zh-CN")
    grid.sign_in("grid")
    # Two that lie in one place, so that a heap must be spread out to open one.
    mine = file(grid, "地图上改的一件")
    street.go("/map")
    street.wait("() => document.querySelectorAll('.pin, .heap').length > 0")
    own = f".pin[title*='地图上改的一件']"
    for _ in range(20):
        if street.page.query_selector(own):
            break
        # The heap that has it is the largest one.
        counts = [int(heap.inner_text()) for heap in street.page.query_selector_all(".heap")]
        street.page.locator(".heap").nth(counts.index(max(counts))).click()
        street.page.wait_for_timeout(600)
    street.page.locator(own).press("Enter")
    street.page.evaluate("window.stays = true")
    street.page.wait_for_timeout(1500)
    street.page.focus(".popup-title")
    number = file(grid, "后来上报的一件")
    street.wait("number => document.getElementById('map-list').innerText.includes(number)", number)
    if not street.page.evaluate("window.stays"):
        fault("the map was loaded anew")
    opened = "document.activeElement.matches('.popup-title') && document.activeElement.getAttribute('href')"
    if street.page.evaluate(opened) != f"/matters/{mine}":
        fault(f"another one came, and of the popup stays {street.page.evaluate(opened)}")
    # What is told of it changes in the popup that stands open.
    before = street.page.inner_text(".leaflet-popup-content")
    grid.close()
    desk = Person(browser, "desk", "zh-CN")
    desk.sign_in("desk")
    act(desk, mine, "accept")
    act(desk, mine, "dispatch", lead="水务局")
    desk.close()
    street.wait("before => { const now = document.querySelector('.leaflet-popup-content'); return now && now.innerText !== before; }", before)
    if street.page.evaluate(opened) != f"/matters/{mine}":
        fault(f"it changed, and of the popup stays {street.page.evaluate(opened)}")
    # A line that is pointed at shows where it lies.
    street.page.hover(f".line:has([href='/matters/{number}'])")
    street.page.wait_for_timeout(300)
    street.look("map-later")
    street.close()


def a_plan(browser):
    """Without a script: the drawn plan, whose units lead to their piece of the map."""
    for size, language in [("phone", "zh-CN"), ("desk", "en-US")]:
        street = Person(browser, size, language, script=False)
        street.sign_in("street")
        street.go("/map")
        street.look("map-plan")
        if not street.page.is_visible("#plan svg circle >> nth=0") or street.page.is_visible("#map"):
            fault(f"{street.name}: no plan, or an empty map beside it")
        street.page.click("#plan a >> nth=0")
        street.look("map-plan-near")
        if "bbox=" not in street.page.url:
            fault(f"{street.name}: a unit leads nowhere: {street.page.url}")
        street.close()
    # Where the map's own program does not come, the plan stays; axe looks at it.
    street = Person(browser, "phone", "en-US")
    street.page.remove_listener("console", street.listen)
    street.page.route("**/leaflet*.min.js", lambda route: route.abort())
    street.sign_in("street")
    street.go("/map")
    street.look("map-plan-alone")
    if not street.page.is_visible("#plan"):
        fault(f"{street.name}: neither map nor plan")
    street.close()


def on_tiles(browser):
    """On tiles of another host: they are shown, and nothing else of that host or of any other comes in."""
    street = Person(browser, "desk", "zh-CN")
    street.page.remove_listener("request", street.watch)
    asked = []
    street.page.on("request", lambda request: asked.append(request.url))
    street.sign_in("street")
    street.go("/map")
    street.wait("() => Array.from(document.querySelectorAll('img.leaflet-tile')).some(tile => tile.naturalWidth > 0)")
    street.wait("() => document.querySelectorAll('.pin, .heap').length > 0")
    street.look("map-tiles")
    foreign = [url for url in asked if not url.startswith((base, "data:", "blob:"))]
    host = street.page.evaluate("new URL(JSON.parse(document.getElementById('map').dataset.tiles)[0].replace(/[{}]/g, '')).origin")
    if not foreign or any(not url.startswith(host + "/tiles/") for url in foreign):
        fault(f"{street.name}: asked besides tiles: {foreign[:5]}")
    if "测试图" not in street.page.inner_text(".leaflet-control-attribution"):
        fault(f"{street.name}: nobody is named for the ground")
    street.page.remove_listener("console", street.listen)
    # The policy lets no other host's picture in, nor anything but a picture from this one.
    told = street.page.evaluate(
        """async host => {
            const picture = address => new Promise(done => {
                const image = new Image();
                image.onload = () => done('loaded');
                image.onerror = () => done('refused');
                image.src = address;
            });
            const other = host.replace('127.0.0.1', 'localhost');
            return [
                await picture(host + '/tiles/1/1/1.png'), await picture(other + '/tiles/1/1/1.png'),
                await fetch(host + '/tiles/1/1/1.png', { mode: 'no-cors' }).then(() => 'loaded', () => 'refused'),
            ];
        }""",
        host,
    )
    if told != ["loaded", "refused", "refused"]:
        fault(f"{street.name}: the policy lets through: {told}")
    street.go("/work")
    elsewhere = street.page.evaluate(
        """address => new Promise(done => {
            const image = new Image();
            image.onload = () => done('loaded');
            image.onerror = () => done('refused');
            image.src = address;
        })""",
        host + "/tiles/1/1/1.png",
    )
    if elsewhere != "refused":
        fault(f"{street.name}: another page lets the tiles' host in: {elsewhere}")
    street.close()
