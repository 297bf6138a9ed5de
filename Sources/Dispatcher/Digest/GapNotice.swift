import PGStore
import Workflow

/// Tomorrow's empty duty and posts, told to the units above (15:00 by the domain).
enum GapNotice {
    /// Under which name it is told once a day.
    static let name = "gaps"

    /// Who is to be told what.
    ///
    /// - Parameters:
    ///   - day: the day whose gaps are told.
    ///   - book: the district.
    ///   - clock: now: who answers now is told.
    /// - Returns: one notice a person, with all that concerns that person; none where nothing is empty.
    static func notices(
        of day: LocalDate,
        _ book: AddressBook,
        at clock: Instant
    ) -> [(person: PersonID, words: Bilingual)] {
        let configuration = book.configuration
        var lines: [PersonID: [Bilingual]] = [:]
        for gap in configuration.gaps(on: day) {
            let words = configuration.words(gap)
            let above = configuration.territory[gap.unit]?.parent ?? gap.unit
            for told in book.told(above, roles: [], at: clock, byRoster: false) {
                lines[told.person, default: []].append(words)
            }
        }
        return lines.sorted { $0.key < $1.key }.map { ($0.key, text($0.value, day)) }
    }

    private static func text(_ lines: [Bilingual], _ day: LocalDate) -> Bilingual {
        let shown = lines.prefix(50)
        let rest = lines.count - shown.count
        return Bilingual(
            zh: "\(day) 空缺 \(lines.count) 处：" + shown.map(\.zh).joined(separator: "；")
                + (rest > 0 ? "；另有 \(rest) 处" : ""),
            en: "\(day): \(lines.count) gaps: " + shown.map(\.en).joined(separator: "; ")
                + (rest > 0 ? "; \(rest) more" : "")
        )
    }
}
