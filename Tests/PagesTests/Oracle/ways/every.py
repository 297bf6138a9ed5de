"""Every page is opened once by whoever it is for: axe-core looks at all of them, whichever ways others go."""

from person import Person, fault
from ways.matter import file

# By account: addresses of pages; {matter} is one that has just been filed, {definition} and {day} are the district's.
PAGES = {
    None: ["/sign-in", "/r", "/r/at/B", "/r/status", "/outbox"],
    "desk": [
        "/work", "/desk", "/search", "/search/telephone", "/report", "/report/map", "/reported", "/shifts", "/hand-over",
        "/password", "/responsible", "/charts", "/wall", "/wall/escalated", "/qr", "/second-factor", "/map",
        "/matters/{matter}", "/matters/{matter}/acts/accept", "/matters/{matter}/contact", "/matters/{matter}/print", "/matters/{matter}/files",
        "/print?number={matter}",
    ],
    "system": [
        "/admin", "/admin/units", "/admin/units/C1", "/admin/units/C1/post?role=dispatcher", "/admin/units/C1/reorganise",
        "/admin/people", "/admin/people/desk", "/admin/people/desk/hand-over", "/admin/directory", "/admin/directory/change", "/admin/directory/check",
        "/admin/directory/explain", "/admin/calendars", "/admin/calendars/notice", "/admin/definitions",
        "/admin/definitions/change", "/admin/definitions/issue", "/admin/definitions/issue/migrate",
        "/admin/import/units", "/admin/dead-letters",
    ],
    "audit": ["/admin", "/admin/access-log", "/admin/security-log"],
}


def every_page(browser):
    """Opens all of them on a telephone and at a desk."""
    for size, language in [("phone", "zh-CN"), ("desk", "en-US")]:
        grid = Person(browser, "phone", "zh-CN")
        grid.sign_in("grid")
        number = file(grid, "每一页都看一遍")
        grid.close()
        for account, paths in PAGES.items():
            person = Person(browser, size, language)
            if account:
                person.sign_in(account)
            for path in paths:
                path = path.format(matter=number)
                answer = person.page.goto(person.at(path))
                if not answer.ok:
                    fault(f"{person.name} {account}: {path} answers {answer.status}")
                person.look("every" + path.split("?")[0].replace("/", "-").replace(number, "N"))
            person.close()
