"""Those who keep the system: sheets as files."""

import tempfile
import zipfile
from pathlib import Path

from person import Person, fault

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
