extension CalendarDocument: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name, zone, workdays, hours, windows, holidays
        case makeUp = "make_up"
        case knownYears = "known_years"
    }

    /// Decodes a document; a key that means nothing here is refused, because a slip would silently lose holidays.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        zone = try container.decode(String.self, forKey: .zone)
        workdays = try container.decodeIfPresent([Weekday].self, forKey: .workdays) ?? []
        hours = try container.decodeIfPresent([WorkWindow].self, forKey: .hours) ?? []
        makeUp = try container.decodeIfPresent([WorkWindow].self, forKey: .makeUp)
        holidays = try container.decodeIfPresent(Holidays.self, forKey: .holidays)
        knownYears = try container.decodeIfPresent(KnownYears.self, forKey: .knownYears)
        windows = [:]
        for (text, ofDay) in try container.decodeIfPresent([String: [WorkWindow]].self, forKey: .windows) ?? [:] {
            guard let day = Weekday(rawValue: text) else {
                let reason = "“\(text)” is no weekday: mon, tue, wed, thu, fri, sat, sun"
                throw DecodingError.dataCorruptedError(forKey: .windows, in: container, debugDescription: reason)
            }
            windows[day] = ofDay
        }
    }

    /// Encodes the document as it is written.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(zone, forKey: .zone)
        if !workdays.isEmpty { try container.encode(workdays, forKey: .workdays) }
        if !hours.isEmpty { try container.encode(hours, forKey: .hours) }
        if !windows.isEmpty {
            let byName = Dictionary(uniqueKeysWithValues: windows.map { ($0.key.rawValue, $0.value) })
            try container.encode(byName, forKey: .windows)
        }
        try container.encodeIfPresent(makeUp, forKey: .makeUp)
        try container.encodeIfPresent(holidays, forKey: .holidays)
        try container.encodeIfPresent(knownYears, forKey: .knownYears)
    }
}

extension CalendarDocument.Holidays: Codable {
    /// Decodes the name of a list, or the days themselves.
    public init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            self = .list(name)
        } else {
            self = .days(try [DayException](from: decoder))
        }
    }

    /// Encodes the name of the list, or the days.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let name): try name.encode(to: encoder)
        case .days(let days): try days.encode(to: encoder)
        }
    }
}

extension DayException: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case date, name, kind
    }

    /// Decodes `{date, name, kind}`; without a kind the day is off.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(besides: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        date = try container.decode(LocalDate.self, forKey: .date)
        name = try container.decode(String.self, forKey: .name)
        kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .off
    }

    /// Encodes `{date, name, kind}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(date, forKey: .date)
        try container.encode(name, forKey: .name)
        try container.encode(kind, forKey: .kind)
    }
}

extension KnownYears: Codable, CustomStringConvertible, LosslessStringConvertible {
    /// `every`, `none`, or first and last year, `2007-2026`.
    public var description: String {
        switch self {
        case .every: "every"
        case .none: "none"
        case .years(let range): "\(range.lowerBound)-\(range.upperBound)"
        }
    }

    /// Reads `every`, `none`, one year, or first and last year; or answers `nil`.
    public init?(_ text: String) {
        let years = text.utf8.split(separator: UInt8(ascii: "-")).map { Digits.number($0, width: 4) }
        switch (text, years.count, years.first ?? nil, years.last ?? nil) {
        case ("every", _, _, _): self = .every
        case ("none", _, _, _): self = .none
        case (_, 1...2, let first?, let last?) where first <= last: self = .years(first...last)
        default: return nil
        }
    }

    /// Decodes `every`, `none` or `2007-2026`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.value(describedAs: "every, none or years such as 2007-2026")
    }

    /// Encodes as text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Decoder {
    /// Throws when the object has a key that is none of these.
    fileprivate func refuseKeys(besides known: [String]) throws {
        let container = try container(keyedBy: AnyKey.self)
        guard let stranger = container.allKeys.first(where: { !known.contains($0.stringValue) }) else { return }
        let reason = "“\(stranger.stringValue)” means nothing here; known are \(known.sorted().joined(separator: ", "))"
        throw DecodingError.dataCorruptedError(forKey: stranger, in: container, debugDescription: reason)
    }
}

/// Any key of an object.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        return nil
    }
}
