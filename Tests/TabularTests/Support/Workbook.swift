/// A workbook made by hand, as Excel writes one, with parts to be changed.
struct Workbook {
    var sheet: String
    var shared: String?
    var styles: String?
    var sheets = #"<sheet name="居民" sheetId="1" r:id="rId1"/>"#
    var properties = ""
    var target = "worksheets/sheet1.xml"
    var namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    var extraRelationships = ""

    /// A workbook whose sheet has these rows, as XML.
    init(rows: String) {
        sheet = "<sheetData>\(rows)</sheetData>"
    }

    var bytes: [UInt8] {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006/relationships"
        var zip = StoredZip([
            "_rels/.rels": """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <Relationships xmlns="\(package)"><Relationship Id="rId1" Type="\(office)/officeDocument" \
            Target="xl/workbook.xml"/></Relationships>
            """,
            "xl/workbook.xml": """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <workbook xmlns="\(namespace)" xmlns:r="\(office)">\(properties)<sheets>\(sheets)</sheets></workbook>
            """,
            "xl/_rels/workbook.xml.rels": """
            <Relationships xmlns="\(package)"><Relationship Id="rId1" Type="\(office)/worksheet" Target="\(target)"/>
            <Relationship Id="rId2" Type="\(office)/worksheet" Target="worksheets/sheet2.xml"/>
            <Relationship Id="rId3" Type="\(office)/chartsheet" Target="chartsheets/sheet1.xml"/>
            \(extraRelationships)</Relationships>
            """,
            "xl/worksheets/sheet1.xml": document("worksheet", sheet),
            "xl/worksheets/sheet2.xml": document("worksheet", "<sheetData><row><c><v>2</v></c></row></sheetData>"),
        ])
        if let shared { zip.add("xl/sharedStrings.xml", Array(document("sst", shared).utf8)) }
        if let styles { zip.add("xl/styles.xml", Array(document("styleSheet", styles).utf8)) }
        return zip.bytes
    }

    private func document(_ root: String, _ content: String) -> String {
        content.hasPrefix("<?xml") || content.hasPrefix("<!DOCTYPE")
            ? content
            : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root) xmlns=\"\(namespace)\">\(content)</\(root)>"
    }
}

/// A row whose cells are inline texts without addresses.
func inlineRow(_ cells: String...) -> String {
    "<row>" + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
}
