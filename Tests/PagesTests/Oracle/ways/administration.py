"""Those who keep the system: units, people, directory, calendars, definitions, what failed, and the logs."""

from person import Person, fault, password

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
"""


def units_and_people(browser, size, language, script):
    """A post is given with dates and ended; a person is found, and handed over on paper first."""
    system = Person(browser, size, language, script)
    system.sign_in("system")
    system.page.click(".ways a[href='/admin']")
    system.look("admin")
    system.page.click(".lists a[href='/admin/units']")
    system.look("admin-units")
    system.go("/admin/units/G")
    system.look("admin-unit")
    system.go("/admin/units/G/post")
    account = f"mentor{size}{language[:2]}{script}".lower()
    system.page.select_option("#role", "grid_mentor")
    system.page.fill("#account", account)
    system.look("admin-post")
    system.page.fill("#name", "指导员")
    system.page.fill("#since", "2026-01-01")
    system.press()
    system.look("admin-unit-given")
    system.expect("指导员")
    system.page.click("li.tenure:has-text('指导员') .btn >> nth=0")
    system.look("admin-post-end")
    system.page.fill("#until", "2026-02-01")
    system.press()
    if "done=ended" not in system.page.url:
        fault(f"{system.name}: the post was not ended: {system.page.inner_text('main')[:300]}")
    system.look("admin-unit-empty")
    system.go("/admin/import/people")
    system.page.click("summary")
    system.page.fill("#sheet", "账号\t姓名\t岗位\t单位编码\ngrid\t网格员\t网格员\tG\n")
    system.press()
    system.look("admin-import")
    system.go("/admin/people?words=desk")
    system.look("admin-people")
    system.page.click("a[href='/admin/people/desk']")
    system.look("admin-person")
    system.go("/admin/people/desk/hand-over")
    system.page.fill("#to", "desk2")
    system.press()
    system.look("admin-hand-over")
    system.expect("派单员乙")
    system.close()


def directory_and_calendars(browser, size, language, script):
    """Who leads what and why, a changed directory, and the notice of the holidays."""
    system = Person(browser, size, language, script)
    system.sign_in("system")
    system.go("/admin/directory")
    system.look("admin-directory")
    system.go("/admin/directory/explain")
    system.page.fill("#category", "水务")
    system.page.fill("#place", "一社区")
    system.page.click("main form button[type=submit]")
    system.look("admin-directory-explain")
    system.expect("水务局")
    system.go("/admin/directory/check")
    system.look("admin-directory-check")
    system.go("/admin/directory/change")
    text = system.page.input_value("#sheet")
    system.page.fill("#sheet", text.replace("\tW\t", "\tP\t"))
    system.page.click("button[value=try]")
    system.look("admin-directory-tried")
    system.page.click("button[value=check]")
    system.look("admin-directory-checked")
    system.go("/admin/calendars/notice")
    system.page.fill("#text", NOTICE)
    system.press()
    system.look("admin-notice")
    system.expect("2026-02-14")
    system.page.click("button[name=adopt]")
    if "done=adopted" not in system.page.url:
        fault(f"{system.name}: the notice was not taken: {system.page.inner_text('main')[:300]}")
    system.look("admin-calendar")
    system.go("/admin/definitions")
    system.look("admin-definitions")
    system.page.click("a[href='/admin/definitions/issue']")
    for detail in system.page.query_selector_all("summary")[:3]:
        detail.click()
    system.look("admin-definition")
    system.go("/admin/definitions/change")
    system.look("admin-definition-change")
    system.go("/admin/dead-letters")
    system.look("admin-dead-letters")
    system.close()


def logs(browser, size, language, script):
    """Who saw what, and who came in: the auditor's."""
    audit = Person(browser, size, language, script)
    audit.sign_in("audit")
    audit.go("/admin")
    audit.look("admin-audit")
    audit.page.click(".lists a[href='/admin/access-log']")
    audit.look("admin-access-log")
    audit.page.click(".lists a[href='/admin/security-log']")
    audit.look("admin-security-log")
    audit.expect("系统员" if language.startswith("zh") else "system")
    audit.close()


def a_second_factor(browser):
    """The form that sets it up, with its picture."""
    for size, language in [("phone", "zh-CN"), ("desk", "en-US")]:
        system = Person(browser, size, language)
        system.sign_in("system")
        system.go("/second-factor?next=/admin")
        system.look("second-factor")
        system.page.fill("#password", password)
        system.page.click("main button[type=submit]")
        system.look("second-factor-secret")
        system.close()
