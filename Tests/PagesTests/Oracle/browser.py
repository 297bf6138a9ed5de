"""Goes each role's way through the pages in Chromium, and says what is wrong with what it sees.

Prints `seen …` for each page in each size and language, `axe …` for each address that axe-core has looked at, `fault …` for what must not be, `ways done` at the end.
Usage: browser.py ADDRESS PASSWORD FOLDER-FOR-SCREENSHOTS [WAY …]
"""

import sys
import traceback

from playwright.sync_api import sync_playwright

from person import fault
from ways import administration, department, desk, every, keeping, map, matter, occasion, paper, phone, progress, report, resident, responsible, search, together, wall

# Ways that are gone in each size, in both languages, with a script and without.
EVERYWHERE = [
    matter.way_of_a_matter,
    desk.way_of_a_dispatcher,
    resident.way_of_a_resident,
    report.propose,
    administration.units_and_people,
    administration.directory_and_calendars,
    administration.logs,
    phone.photos,
    phone.tiles,
    phone.a_resident_with_photos,
]
# Ways that say by themselves where they are gone.
ONCE = [
    matter.two_at_once,
    matter.a_desk_without_https,
    matter.a_session_that_ends,
    matter.a_list_that_lives,
    wall.a_wall_that_lives,
    paper.a_sheet_of_codes,
    paper.a_slip,
    paper.a_shift,
    paper.a_list_to_sign,
    department.inside_a_department,
    occasion.what_a_result_needs,
    search.find_a_caller,
    responsible.who_is_where,
    responsible.lamps_as_bars,
    desk.a_whistle,
    together.several_at_once,
    report.cleared,
    report.at_two_hundred,
    report.on_a_map,
    administration.a_second_factor,
    keeping.sheets_as_files,
    keeping.units_by_a_document,
    keeping.matters_to_a_new_version,
    phone.without_network,
    phone.a_conflict_told,
    phone.a_change_under_way,
    phone.a_page_thrown_away,
    phone.signed_out_meanwhile,
    every.every_page,
]
# Ways in a district of their own, gone where they are named.
NAMED = [
    wall.a_large_wall,
    map.a_map,
    map.a_map_that_lives,
    map.a_plan,
    map.on_tiles,
    progress.explain_live,
    progress.pages_that_say_no,
    progress.choices_of_an_act,
    progress.long_work,
]
LOOKS = [
    ("phone", "zh-CN", True),
    ("desk", "zh-CN", True),
    ("wall", "en-US", True),
    ("phone", "en-US", True),
    ("phone", "zh-CN", False),
]


def ways(browser, chosen):
    """Goes all ways, or those that are named."""
    for size, language, script in LOOKS:
        for way in EVERYWHERE:
            if not chosen or way.__name__ in chosen:
                way(browser, size, language, script)
    for way in ONCE:
        if not chosen or way.__name__ in chosen:
            way(browser)
    for way in NAMED:
        if way.__name__ in chosen:
            way(browser)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--host-resolver-rules=MAP desk.example 127.0.0.1"])
    try:
        ways(browser, sys.argv[4:])
        print("ways done")
    except Exception as error:  # whatever it is, what was seen so far is told with it
        fault(f"{type(error).__name__}: {error}")
        traceback.print_exc(file=sys.stdout)
    browser.close()
