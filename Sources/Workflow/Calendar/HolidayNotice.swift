/// The yearly notice of the State Council's office (国务院办公厅关于……年部分节假日安排的通知), read from its text.
///
/// Of the text only its items count (`二、春节：1月28日（农历除夕、周二）至2月4日放假调休，共8天。1月26日（周日）上班。`): what
/// stands before them says how such days are chosen, and names some, too. What an item says twice, by weekday or by
/// counting its days, is held against the calendar: a slip of whoever copied it is told.
public struct HolidayNotice: Hashable, Sendable {
    /// The year that it is for.
    public let year: Int
    /// Days off and make-up workdays, in the order of their dates.
    public let days: [DayException]
    /// What contradicts itself in it, in words.
    public let doubts: [Bilingual]

    /// Reads a notice; nil where no item with a date is found, or no year.
    ///
    /// - Parameter text: the notice as somebody copied it, with or without line breaks.
    public init?(_ text: String) {
        let scan = NoticeScan(text)
        guard let year = scan.year else { return nil }
        var (found, doubts): ([LocalDate: DayException], [Bilingual]) = ([:], [])
        for item in scan.items {
            let read = NoticeItem(item.text, named: item.name, year: year)
            doubts += read.doubts
            for day in read.days {
                guard let other = found.updateValue(day, forKey: day.date), other.kind != day.kind else { continue }
                doubts.append(
                    Bilingual(zh: "\(day.date) 既写放假又写上班", en: "\(day.date) is said to be off and to be worked")
                )
            }
        }
        guard !found.isEmpty else { return nil }
        self.year = year
        days = found.values.sorted { $0.date < $1.date }
        self.doubts = doubts
    }
}

/// Finds the items of a notice.
private struct NoticeScan {
    private let text: [Character]

    init(_ text: String) {
        // As many write them, and without what only sets apart.
        self.text = text.compactMap { character in
            switch character {
            case "：": ":"
            case "（": "("
            case "）": ")"
            case "，": ","
            case "；": ";"
            case " ", "\u{3000}", "\t", "\u{A0}": nil
            // A browser's line breaks are two signs that count as one.
            case let character where character.isNewline: "\n"
            default: ("０"..."９").contains(character) ? character.wholeNumberValue.map { Character("\($0)") } : character
            }
        }
    }

    /// The year that most of it names first: of `关于2025年`, `现将2025年元旦`.
    var year: Int? {
        for mark in ["关于", "现将"] {
            let mark = Array(mark)
            for index in text.indices where text[index...].starts(with: mark) {
                if let year = NoticeSpan.year(text[(index + mark.count)...]) { return year }
            }
        }
        return text.indices.lazy.compactMap { NoticeSpan.year(text[$0...]) }.first
    }

    /// Names and texts of the items.
    var items: [(name: String, text: [Character])] {
        let heads = text.indices.filter { text[$0] == ":" }.compactMap { colon in
            name(before: colon).map { (begin: $0.begin, name: $0.name, end: colon + 1) }
        }
        return heads.indices.map { place in
            let head = heads[place]
            let end = place + 1 < heads.count ? heads[place + 1].begin : text.count
            var words = Array(text[head.end..<end])
            // Behind the last item the notice goes on about other things.
            if let over = words.indices.first(where: { words[$0...].starts(with: Self.closing) }) {
                words.removeSubrange(over...)
            }
            return (head.name, words)
        }
    }

    /// What an item is called: numbered, whatever it is; without a number, holidays that everybody knows.
    private func name(before colon: Int) -> (begin: Int, name: String)? {
        var begin = colon
        while begin > 0, colon - begin < 24, !"。;:,\n".contains(text[begin - 1]) { begin -= 1 }
        let words = text[begin..<colon]
        let number = words.prefix(while: Self.numbers.contains)
        if !number.isEmpty, words.dropFirst(number.count).first == "、" {
            let name = String(words.dropFirst(number.count + 1))
            return name.isEmpty ? nil : (begin, name)
        }
        let name = String(words.drop { "-·•*".contains($0) })
        let parts = name.split(separator: "、").map(String.init)
        return !parts.isEmpty && parts.allSatisfy(Self.holidays.contains) ? (begin, name) : nil
    }

    private static let holidays: Set = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    private static let numbers = Set("一二三四五六七八九十")
    private static let closing = Array("节假日期间")
}

/// One item of a notice.
private struct NoticeItem {
    private(set) var days: [DayException] = []
    private(set) var doubts: [Bilingual] = []

    init(_ text: [Character], named name: String, year: Int) {
        for sentence in text.split(whereSeparator: { "。;\n".contains($0) }) {
            let words = String(sentence)
            // 鼓励……安排职工在除夕（2月9日）休息 is advice, and no day off.
            guard !words.contains("鼓励") else { continue }
            let kind: DayException.Kind? =
                words.contains("上班") ? .makeUp : words.contains("放假") || words.contains("连休") ? .off : nil
            guard let kind else { continue }
            let spans = NoticeSpan.spans(Array(sentence), after: days.last?.date, year: year)
            for span in spans { doubts += span.doubts }
            let dates = spans.flatMap(\.dates)
            days += dates.map { DayException(date: $0, name: name, kind: kind) }
            guard kind == .off, let said = Self.count(words), said != dates.count else { continue }
            doubts.append(
                Bilingual(
                    zh: "\(name)：写共 \(said) 天，读出 \(dates.count) 天",
                    en: "\(name): \(said) days are said, \(dates.count) were read"
                )
            )
        }
    }

    /// `共8天`, `放假1天`.
    private static func count(_ words: String) -> Int? {
        for mark in ["共", "放假", "调休"] {
            for part in words.split(separator: mark, omittingEmptySubsequences: false).dropFirst() {
                let digits = part.prefix(while: \.isNumber)
                if part.dropFirst(digits.count).first == "天", let count = Int(digits) { return count }
            }
        }
        return nil
    }
}

/// Days from one to another as a notice writes them: `2022年12月31日（周六）至2023年1月2日`, `4日至6日`.
private struct NoticeSpan {
    var dates: [LocalDate] = []
    var doubts: [Bilingual] = []

    /// The year at the beginning of a text: `2025年`.
    static func year(_ text: ArraySlice<Character>) -> Int? {
        guard text.prefix(5).last == "年", text.prefix(5).count == 5 else { return nil }
        return Int(String(text.prefix(4))).flatMap { (1949...2200).contains($0) ? $0 : nil }
    }

    /// All spans of a sentence; what leaves out month or year means that of the date before.
    static func spans(_ text: [Character], after before: LocalDate?, year: Int) -> [NoticeSpan] {
        var (spans, last) = ([NoticeSpan](), before)
        var index = text.startIndex
        var joins = false
        while index < text.endIndex {
            guard let found = date(text[index...], after: last, year: year) else {
                if text[index] == "至" || text[index] == "-" || text[index] == "—" { joins = true }
                index += 1
                continue
            }
            var span = NoticeSpan(dates: [found.date], doubts: [])
            let between = found.date.daysSinceEpoch - (last?.daysSinceEpoch ?? 0)
            if joins, let last, between > 0, between < 31, !spans.isEmpty {
                span.dates = (1...between).map { last.adding(days: $0) }
            }
            index = found.end
            // In brackets stands which weekday it is.
            if index < text.endIndex, text[index] == "(", let close = text[index...].firstIndex(of: ")") {
                span.doubts = weekday(text[index..<close], of: found.date)
                index = close + 1
            }
            spans.append(span)
            (last, joins) = (found.date, false)
        }
        return spans
    }

    private static func date(
        _ text: ArraySlice<Character>,
        after last: LocalDate?,
        year: Int
    ) -> (date: LocalDate, end: Int)? {
        var rest = text
        var said: Int?
        if let year = Self.year(rest) {
            said = year
            rest = rest.dropFirst(5)
        }
        guard let first = number(rest) else { return nil }
        rest = rest.dropFirst(first.length)
        if rest.first == "月", let day = number(rest.dropFirst()), rest.dropFirst(1 + day.length).first == "日" {
            let end = rest.startIndex + 2 + day.length
            // 12月31日 beside 1月1日 is the day before it: without a year the nearest is meant.
            let years = said.map { [$0] } ?? last.map { [$0.year, $0.year - 1, $0.year + 1] } ?? [year]
            let dates = years.compactMap { LocalDate(year: $0, month: first.value, day: day.value) }
            let nearest = dates.min { abs($0.days(to: last ?? $0)) < abs($1.days(to: last ?? $1)) }
            return nearest.map { ($0, end) }
        }
        guard rest.first == "日", let last, said == nil,
            let date = LocalDate(year: last.year, month: last.month, day: first.value)
        else { return nil }
        return (date, rest.startIndex + 1)
    }

    private static func number(_ text: ArraySlice<Character>) -> (value: Int, length: Int)? {
        let digits = text.prefix(while: \.isNumber)
        guard (1...2).contains(digits.count), let value = Int(String(digits)) else { return nil }
        return (value, digits.count)
    }

    private static func weekday(_ words: ArraySlice<Character>, of date: LocalDate) -> [Bilingual] {
        let names: [(Character, Weekday)] = [
            ("一", .mon), ("二", .tue), ("三", .wed), ("四", .thu), ("五", .fri), ("六", .sat), ("日", .sun), ("天", .sun),
        ]
        for mark in [Array("周"), Array("星期")] {
            for index in words.indices where words[index...].starts(with: mark) {
                guard let name = words[(index + mark.count)...].first,
                    let said = names.first(where: { $0.0 == name })?.1, said != date.weekday
                else { continue }
                return [
                    Bilingual(
                        zh: "\(date) 写作周\(name)，实际不是",
                        en: "\(date) is said to be a \(said.rawValue), which it is not"
                    )
                ]
            }
        }
        return []
    }
}
