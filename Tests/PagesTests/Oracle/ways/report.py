"""代报: what a pasted message fills in."""

import re

from person import Person, fault


def propose(browser, size, language, script):
    """代报: a pasted message fills the form, and what was typed before stays."""
    person = Person(browser, size, language, script)
    person.sign_in("grid")
    person.go("/report")
    person.page.fill("#field-contact_name", "某某")
    person.page.fill("#message", "昨天下午3点 一号楼 水务 一直漏水，电话13900000000")
    person.page.click("button[formaction='/report/proposal']")
    person.look("report-proposal")
    if not person.page.query_selector("input[name='field[place]'][value=B]:checked"):
        fault(f"{person.name}: the place is not “一号楼”")
    for field, value in [("contact_phone", "13900000000"), ("contact_name", "某某")]:
        if person.page.input_value(f"#field-{field}") != value:
            fault(f"{person.name}: {field} is not “{value}” but “{person.page.input_value(f'#field-{field}')}”")
    tile = person.page.query_selector("input[name='field[category]'][value=水务]:checked")
    if not tile and person.page.input_value("#field-category") != "水务":
        fault(f"{person.name}: the category was not filled in")
    if "13900000000" in person.page.input_value("#field-text"):
        fault(f"{person.name}: the telephone stands in the text, too")
    if "15:00" not in person.page.input_value("#field-text"):
        fault(f"{person.name}: the time does not stand in the text")
    person.press()
    person.look("reported-proposal")
    if not re.search(r"\d{8}-\d+", person.page.inner_text("main")):
        fault(f"{person.name}: what was proposed was not filed")
    person.close()
