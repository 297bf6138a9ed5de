package import PGStore
import Shipped
package import Tabular
package import Workflow

/// A district that is in no database: units from a sheet, definition and calendar as they ship.
package struct PaperDistrict: Sendable {
    /// Its configuration.
    package let configuration: DistrictConfiguration
    /// What is wrong with rows of the sheet.
    package let report: ImportReport

    /// Reads the units as an import would.
    ///
    /// - Parameters:
    ///   - input: where they are.
    ///   - definition: whose ladder, leads and clocks count.
    /// - Throws: `SheetError` for what is wrong with the file as a whole.
    package init(units input: SheetInput, definition: WorkflowDefinition) throws {
        let kind = UnitImport()
        let options = ImportOptions()
        var sheet = try WholeSheet(
            input,
            options: options.reading(kind.columns),
            progress: { _, _ in },
            parse: { kind.parse(&$0) }
        )
        kind.check(&sheet, try Self.configuration(UnitTree([]), definition))
        report = sheet.report(most: options.mostNamed)
        configuration = try Self.configuration(UnitTree(Self.units(sheet.accepted)), definition)
    }

    private static func units(_ rows: [UnitRow]) -> [Workflow.Unit] {
        let ids = Dictionary(
            rows.enumerated().map { ($1.code, UnitID(Int64($0 + 1))) },
            uniquingKeysWith: { first, _ in first }
        )
        return rows.enumerated().map { index, row in
            Workflow.Unit(
                id: UnitID(Int64(index + 1)),
                code: row.code,
                kind: row.kind,
                name: row.name,
                parent: row.parentCode.flatMap { ids[$0] },
                attributes: row.attributes ?? [],
                pair: row.pairCode.flatMap { ids[$0] },
                grounds: Set((row.groundCodes ?? []).compactMap { ids[$0] }),
                location: row.location ?? nil
            )
        }
    }

    private static func configuration(
        _ territory: UnitTree,
        _ definition: WorkflowDefinition
    ) throws -> DistrictConfiguration {
        DistrictConfiguration(
            id: DistrictID(0),
            code: "",
            name: "",
            revision: 0,
            territory: territory,
            calendars: try CalendarBook(
                default: Shipped.calendar("office").calendar(),
                others: [Shipped.calendar("always").calendar()]
            ),
            calendarTexts: [:],
            directory: .empty,
            people: [],
            machines: [Machine(definition: definition, version: 1)]
        )
    }
}
