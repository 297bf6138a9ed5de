import Dispatcher
import PGStore
import Workflow

/// A day as typed.
enum DayOption {
    /// Reads `2026-03-07`; nil where nothing was typed.
    static func day(_ text: String?) throws -> LocalDate? {
        guard let text else { return nil }
        guard let day = LocalDate(text) else {
            throw Complaint(
                "bad_date",
                zh: "“\(text)”不是日期，应如 2026-03-07",
                en: "“\(text)” is no date such as 2026-03-07",
                exit: ExitCodes.usage
            )
        }
        return day
    }
}

extension DistrictConfiguration {
    /// A unit with all below it, as typed; nil where nothing was typed.
    func subtree(called word: String?) throws -> [UnitID]? {
        try word.map { territory.subtree(of: try required(unit: $0).id) }
    }

    /// A person's name with the account.
    func shown(_ person: PersonID) -> String {
        name(of: person) + (account(of: person).map { "（\($0)）" } ?? "")
    }
}
