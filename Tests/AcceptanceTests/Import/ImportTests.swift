import Foundation
import TestSupport
import Testing

/// Sheets through the command line, in a city of their own; the tests build upon one another's order no more than on
/// the sample.
@Suite struct ImportTests {
    @Test func `templates are filled in, imported, and imported again without doubling`() async throws {
        try await City.with { city in
            for kind in ["units", "people", "calendars", "directory", "matters"] {
                for format in ["csv", "xlsx"] {
                    try await city.expect("import", kind, "--template", "\(kind).\(format)")
                    // An empty template is a sheet without rows: read, and nothing found.
                    let empty = try await city.expect("import", kind, "\(kind).\(format)", "--as", "zhuyingdispatch1")
                    #expect(empty.output.contains("0 rows: 0 loaded"), "\(kind): \(empty)")
                }
                let sheet = try Self.filled(kind, in: city.workplace)
                let first = try await city.expect("import", kind, sheet, "--as", "zhuyingdispatch1")
                #expect(first.output.contains("2 rows: 2 loaded, 0 there already, 0 bad"), "\(kind): \(first)")
                let second = try await city.expect("import", kind, sheet, "--as", "zhuyingdispatch1")
                #expect(second.output.contains("2 rows: 0 loaded, 2 there already, 0 bad"), "\(kind): \(second)")
                let piped = try await city.workplace.run(
                    ["import", kind, "-", "--as", "zhuyingdispatch1"],
                    input: Data(try city.workplace.text(sheet).utf8)
                )
                #expect(piped.output.contains("2 there already"), "\(kind): \(piped)")
            }
            let tickets = try await city.expect("tickets", "--unit", "新风社区", "--json")
            #expect(tickets.lines.count == 2)
            try await city.expect("verify")
        }
    }

    @Test func `a workbook with bad rows comes back as a workbook, with what is wrong`() async throws {
        try await City.with { city in
            try city.workplace.write(Self.badMatters, to: "matters.csv")
            // The errors are written in the kind that was read; a workbook is made from a sheet by way of the program.
            let report = try await city.whistle(
                "import",
                "matters",
                "matters.csv",
                "--as",
                "zhuyingdispatch1",
                "--errors",
                "bad.csv",
                zh: true
            )
            #expect(report.status == 1, "\(report)")
            #expect(report.output.contains("4 行：导入 2，原已有 0，有错 2"), "\(report)")
            let back = try city.workplace.text("bad.csv")
            #expect(back.contains("〔unknown_unit〕") && back.contains("〔csv_broken_quote〕"))

            // What was bad is mended in the sheet that came back, and that is imported.
            let mended = back.replacing("乌有", with: "竹影社区")
            try city.workplace.write(mended, to: "mended.csv")
            let again = try await city.whistle("import", "matters", "mended.csv", "--as", "zhuyingdispatch1")
            #expect(again.output.contains("4 rows: 1 loaded, 2 there already, 1 bad"), "\(again)")
        }
    }

    @Test func `all or nothing is nothing where one row is bad`() async throws {
        try await City.with { city in
            try city.workplace.write(Self.badMatters, to: "matters.csv")
            let before = try await city.expect("tickets", "--json").lines.count
            let refused = try await city.whistle(
                "import",
                "matters",
                "matters.csv",
                "--as",
                "zhuyingdispatch1",
                "--all-or-nothing"
            )
            #expect(refused.status == 1, "\(refused)")
            #expect(refused.errors.contains("rows are bad: nothing was written"), "\(refused)")
            let after = try await city.expect("tickets", "--json").lines.count
            #expect(after == before)

            let units = "code,kind,name,parent_code\nU1,社区,甲,990101001\nU2,社区,乙,乌有\n"
            try city.workplace.write(units, to: "units.csv")
            let none = try await city.whistle("import", "units", "units.csv", "--all-or-nothing")
            #expect(none.status == 1, "\(none)")
            #expect(try await city.whistle("tickets", "--unit", "U1").complains("unknown_unit", 64))
            let some = try await city.whistle("import", "units", "units.csv")
            #expect(some.output.contains("2 rows: 1 loaded, 0 there already, 1 bad"), "\(some)")
            try await city.expect("tickets", "--unit", "U1")
        }
    }

    private static let badMatters = """
        编号,地点,类别,内容
        Q1,竹影社区,市容环卫/垃圾清运,"好的，有引号"
        Q2,竹影社区,市容环卫/垃圾清运,"坏"的"
        Q3,竹影社区,市容环卫/垃圾清运,也好
        Q4,乌有,市容环卫/垃圾清运,没有这个地方

        """

    /// Two rows of a kind under the template's own headings.
    private static func filled(_ kind: String, in workplace: Workplace) throws -> String {
        let template = try workplace.text("\(kind).csv")
        let headings = String(try #require(template.split(whereSeparator: \.isNewline).first))
        let columns = headings.split(separator: ",").count
        let rows = try #require(rows[kind]).map { row in
            (row + Array(repeating: "", count: columns - row.count)).joined(separator: ",")
        }
        return try workplace.write(([headings] + rows).joined(separator: "\r\n") + "\r\n", to: "\(kind)-filled.csv")
    }

    private static let rows = [
        "units": [["X1", "社区", "新风社区", "990101001"], ["X2", "网格", "新风第1网格", "X1"]],
        "people": [["xinfeng1", "新一", "社区派单员", "X1"], ["xinfeng2", "新二", "网格员", "X2"]],
        "calendars": [["2027-05-01", "劳动节", "是"], ["2027-05-08", "劳动节", "否"]],
        "directory": [["N1", "市容环卫", "", "990101D01"], ["N2", "市容环卫/垃圾清运", "X1", "990101D01"]],
        "matters": [
            ["M1", "", "", "市容环卫/垃圾清运", "新风社区", "第一件"], ["M2", "", "xinfeng1", "市容环卫", "X2", "第二件"],
        ],
    ]
}
