package import PGStore
package import Tabular
package import Workflow

/// A directory as a sheet has it, which may never be imported: to be checked, or tried against past matters.
package struct DirectorySheet: Sendable {
    /// The directory of the rows that can be taken.
    package let directory: Workflow.Directory
    /// What is wrong with the others.
    package let report: ImportReport

    /// Reads a sheet by the columns that an import takes, and checks its rows as an import would.
    ///
    /// - Parameters:
    ///   - input: where it is.
    ///   - configuration: the district whose units it names.
    /// - Throws: `SheetError` for what is wrong with the file as a whole.
    package init(_ input: SheetInput, for configuration: DistrictConfiguration) throws {
        let kind = DirectoryImport(clocks: configuration.clocks)
        let options = ImportOptions()
        var sheet = try WholeSheet(
            input,
            options: options.reading(kind.columns),
            progress: { _, _ in },
            parse: { kind.parse(&$0) }
        )
        kind.check(&sheet, configuration)
        report = sheet.report(most: options.mostNamed)
        directory = try Workflow.Directory(sheet.accepted.compactMap { $0.rule(in: configuration.territory) })
    }
}

extension RuleRow {
    /// The rule with units for codes; nil where the lead is unknown.
    func rule(in territory: UnitTree) -> DirectoryRule? {
        guard let lead = territory.unit(code: leadCode) else { return nil }
        return DirectoryRule(
            id: rule,
            category: category,
            place: placeCode.flatMap { territory.unit(code: $0)?.id },
            attributes: attributes,
            lead: lead.id,
            coHandlers: coHandlerCodes.compactMap { territory.unit(code: $0)?.id },
            limits: limits,
            duty: duty,
            evidence: evidence,
            source: source
        )
    }
}
