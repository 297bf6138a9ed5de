"""Those who keep the system: sheets as files, units that change by a document, and matters that move to a new version."""

import tempfile
import zipfile
from pathlib import Path

from person import Person, fault
from ways.matter import file

LOOKS = [("desk", "zh-CN", True), ("phone", "en-US", True), ("phone", "zh-CN", False), ("wall", "zh-CN", True)]


PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _workbook(folder, rows):
    """A workbook as small as one can be: its cells are texts within them."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    path = Path(folder) / "units.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/></Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>')
    return str(path)


def sheets_as_files(browser):
    """A workbook is chosen, looked at and taken; a picture that calls itself one is refused."""
    for number, (size, language, script) in enumerate(LOOKS):
        system = Person(browser, size, language, script)
        system.sign_in("system")
        system.go("/admin/import/units")
        system.look("admin-file")
        with tempfile.TemporaryDirectory() as folder:
            bad = Path(folder) / "photo.xlsx"
            bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
            system.page.set_input_files("#file", str(bad))
            system.press()
            system.expect("xlsx_damaged")
            system.look("admin-file-refused")
            rows = [["单位编码", "类型", "名称", "上级编码"], [f"F{number}", "网格", f"文件网格{number}", "C2"]]
            system.page.set_input_files("#file", _workbook(folder, rows))
            system.press()
        system.expect("units.xlsx")
        if f"文件网格{number}" not in system.page.input_value("#sheet"):
            fault(f"{system.name}: the box does not hold the file")
        system.look("admin-file-looked")
        system.page.click("button[name=adopt]")
        if "done=adopted" not in system.page.url:
            fault(f"{system.name}: the sheet was not taken: {system.page.inner_text('main')[:300]}")
        system.go(f"/admin/units/F{number}")
        system.expect(f"文件网格{number}")
        system.close()


def units_by_a_document(browser):
    """A unit is renamed, and merged into another, looked at first; a split shows where units below go."""
    for number, (size, language, script) in enumerate(LOOKS):
        system = Person(browser, size, language, script)
        system.sign_in("system")
        for code in ("M", "N"):
            sheet = f"单位编码,类型,名称,上级编码\n{code}{number},网格,{code}网格{number},C2\n"
            system.go("/admin/import/units")
            system.page.fill("#sheet", sheet)
            system.press()
            system.page.click("button[name=adopt]")
        system.go(f"/admin/units/M{number}")
        system.page.click(f"a[href='/admin/units/M{number}/reorganise']")
        system.look("admin-reorganise")
        system.page.fill("#name", f"新名{number}")
        system.page.fill("#source", "政函1号")
        system.press()
        system.expect(f"新名{number}")
        system.look("admin-reorganise-looked")
        system.page.click("button[name=carry_out]")
        if "done=reorganised" not in system.page.url:
            fault(f"{system.name}: it was not renamed: {system.page.inner_text('main')[:300]}")
        system.go(f"/admin/units/M{number}/reorganise?step=merge")
        system.page.fill("#other", f"N{number}")
        system.page.fill("#source", "政函2号")
        system.press()
        system.look("admin-merge-looked")
        system.page.click("button[name=carry_out]")
        system.go(f"/admin/units/M{number}/reorganise")
        system.look("admin-unit-closed")
        system.go("/admin/units/C1/reorganise?step=split")
        system.page.fill("#part-1", "C11")
        system.page.fill("#called-1", "东社区")
        system.page.fill("#part-2", "C12")
        system.page.fill("#called-2", "西社区")
        system.page.select_option("select[name='below[G]']", "2")
        system.page.fill("#source", "政函3号")
        system.press()
        system.expect("西社区")
        system.look("admin-split-looked")
        system.close()


def matters_to_a_new_version(browser):
    """Versions are published from a file, and running matters move to the last, state by state."""
    shipped = (Path(__file__).parents[4] / "share/definitions/issue.yaml").read_text()
    for number, (size, language, script) in enumerate(LOOKS):
        desk = Person(browser, size, language, script)
        desk.sign_in("desk")
        file(desk, f"楼道漏水，第{number}次")
        desk.close()
        system = Person(browser, size, language, script)
        system.sign_in("system")
        system.go("/admin/definitions/change")
        limit = "limit: {ordinary: 2wh, urgent: 15m}"
        changed = shipped.replace(limit, limit.replace("2wh", f"{3 + number}wh"), 1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "issue.yaml"
            path.write_text(changed)
            system.page.set_input_files("#file", str(path))
            system.press()
        system.expect("issue.yaml")
        system.look("admin-definition-file")
        system.page.click("button[name=publish]")
        system.look("admin-definitions-versions")
        system.go("/admin/definitions/issue/migrate")
        system.page.check("input[name=limits][value=recompute]")
        system.look("admin-migrate")
        system.press()
        system.look("admin-migrate-looked")
        system.page.click("button[name=carry_out]")
        system.expect("已迁移" if language.startswith("zh") else "They have moved")
        system.look("admin-migrate-done")
        system.go("/admin/definitions/issue")
        system.expect("工作时间" if language.startswith("zh") else "of working time")
        system.close()
