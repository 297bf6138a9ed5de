package import Tabular
package import Workflow

/// How a sheet is imported.
package struct ImportOptions {
    /// Whether one bad row keeps all others out: a first pass checks every row and writes nothing.
    package var isAllOrNothing = false
    /// Where the sheet goes back to, with a column of errors.
    package var errorsTo: SheetOutput?
    /// The language of that column.
    package var language = SheetLanguage.zh
    /// The kind of file, where it is known.
    package var fileKind: SheetKind?
    /// The sheet of a workbook; nil: the first one.
    package var sheet: String?
    /// Bad rows that the report names; more are only counted.
    package var mostNamed = 1_000

    /// Matters: under which definition they are filed.
    package var definition: DefinitionName = "issue"
    /// Matters: whose numbering their external ids are; the same id of another source is another matter.
    package var source = "sheet"
    /// Who reports matters where a row does not say: `resident` or an account.
    ///
    /// Calendars: who orders that running clocks be reckoned anew, an account; nil: the clock.
    package var account: String?
    /// Matters: how many are on their way at once.
    package var window = 256

    /// Calendars: which one a list of holidays is for; nil: the district's own.
    package var calendar: String?

    /// Calendars: which running tickets are reckoned anew at once.
    package var portion = SweepPortion.whole
    /// Calendars: told of each running ticket whose clocks came out otherwise, in the order of their ids.
    package var eachAdjusted: (AdjustedTicket) throws -> Void = { _ in }

    /// Configuration: what may be written by whoever does it; nil: everything.
    package var authority: ConfigurationAuthority?
    /// Configuration: whether all is taken back in the end.
    package var isTrial = false
    /// Configuration: who writes it; nil: whoever runs the program.
    package var writer: ConfigurationWriter?

    /// The usual way.
    package init() {}
}
