package import Workflow

extension Shape {
    /// All that is wrong with a value.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - place: where it stands.
    /// - Returns: the faults, at most twenty; none where it fits.
    package func faults(in value: JSONValue, at place: String = "") -> [ShapeFault] {
        var faults: [ShapeFault] = []
        check(value, place, &faults)
        return Array(faults.prefix(ShapeFaults.atMost))
    }

    private func check(_ value: JSONValue, _ place: String, _ faults: inout [ShapeFault]) {
        guard faults.count < ShapeFaults.atMost else { return }
        switch (self, value) {
        case (.named(_, let inner), _), (.noted(_, let inner), _): inner.check(value, place, &faults)
        case (.nullable, .null), (.anything, _): return
        case (.nullable(let inner), _): inner.check(value, place, &faults)
        case (.either(let shapes), _): Self.check(value, shapes, place, &faults)
        case (.text(let rule), .string(let text)): faults += rule.faults(in: text, at: place)
        case (.integer(let range), .int(let number)):
            guard !range.contains(number) else { return }
            let words = "\(range.lowerBound)–\(range.upperBound)"
            faults.append(ShapeFault(place, .outOfRange, zh: "应在 \(words) 之间", en: "from \(words)"))
        case (.degrees, .string(let text)):
            guard Position(latitude: "0", longitude: text) == nil else { return }
            faults.append(ShapeFault(place, .outOfRange, zh: "应为度数，−180 至 180", en: "degrees, from −180 to 180"))
        case (.flag, .bool): return
        case (.word(let words), .string(let word)):
            guard !words.contains(word) else { return }
            let list = words.joined(separator: ", ")
            faults.append(ShapeFault(place, .unknownWord, zh: "应为：\(list)", en: "one of \(list)"))
        case (.list(let inner, let max), .array(let values)):
            guard values.count <= max else {
                faults.append(ShapeFault(place, .tooLong, zh: "至多 \(max) 项", en: "at most \(max) items"))
                return
            }
            for (index, value) in values.enumerated() { inner.check(value, "\(place)/\(index)", &faults) }
        case (.object(let members), .object(let object)): Self.check(object, members, place, &faults)
        case (.map(let inner, let max), .object(let object)):
            guard object.count <= max else {
                faults.append(ShapeFault(place, .tooLong, zh: "至多 \(max) 项", en: "at most \(max) members"))
                return
            }
            for (key, value) in object { inner.check(value, Self.pointer(place, key), &faults) }
        case (.embedded(let inner), .string(let text)):
            guard let value = try? JSONValue(parsing: text) else {
                faults.append(ShapeFault(place, .wrongType, zh: "应为\(kind.zh)", en: kind.en))
                return
            }
            inner.check(value, place, &faults)
        case (.text, _), (.integer, _), (.degrees, _), (.flag, _), (.word, _), (.list, _), (.object, _), (.map, _),
            (.embedded, _):
            faults.append(ShapeFault(place, .wrongType, zh: "应为\(kind.zh)", en: kind.en))
        }
    }

    /// One of several shapes fits; where none does, what is wrong with the one of the value's own type is told.
    private static func check(
        _ value: JSONValue,
        _ shapes: [Shape],
        _ place: String,
        _ faults: inout [ShapeFault]
    ) {
        var tried: [[ShapeFault]] = []
        for shape in shapes {
            let faults = shape.faults(in: value, at: place)
            if faults.isEmpty { return }
            tried.append(faults)
        }
        let own = tried.first { !$0.contains { $0.place == place && $0.code == .wrongType } }
        if let own {
            faults += own
        } else {
            let zh = shapes.map(\.kind.zh).joined(separator: "或")
            let en = shapes.map(\.kind.en).joined(separator: " or ")
            faults.append(ShapeFault(place, .wrongType, zh: "应为\(zh)", en: en))
        }
    }

    private static func check(
        _ object: JSONObject,
        _ members: [Member],
        _ place: String,
        _ faults: inout [ShapeFault]
    ) {
        for member in members {
            if let value = object[member.key] {
                member.shape.check(value, pointer(place, member.key), &faults)
            } else if !member.isOptional {
                faults.append(ShapeFault(pointer(place, member.key), .missing, zh: "必填", en: "required"))
            }
        }
        for key in object.keys where !members.contains(where: { $0.key == key }) {
            faults.append(ShapeFault(pointer(place, key), .unexpected, zh: "没有此项", en: "not known here"))
        }
    }

    private static func pointer(_ place: String, _ key: String) -> String {
        // Of each member of each request: as a rule there is nothing to replace.
        let isPlain = key.utf8.allSatisfy { $0 != UInt8(ascii: "~") && $0 != UInt8(ascii: "/") }
        return place + "/" + (isPlain ? key : key.replacing("~", with: "~0").replacing("/", with: "~1"))
    }
}

extension Shape {
    /// What people call values of this kind.
    fileprivate var kind: Bilingual {
        switch self {
        case .text, .word: Bilingual(zh: "文字", en: "a text")
        case .integer: Bilingual(zh: "整数", en: "a whole number")
        case .degrees: Bilingual(zh: "度数", en: "degrees")
        case .flag: Bilingual(zh: "true 或 false", en: "true or false")
        case .list: Bilingual(zh: "数组", en: "an array")
        case .object, .map: Bilingual(zh: "对象", en: "an object")
        case .nullable(let inner), .named(_, let inner), .noted(_, let inner): inner.kind
        case .embedded: Bilingual(zh: "JSON 文本", en: "a text that holds JSON")
        case .anything: Bilingual(zh: "任意值", en: "any value")
        case .either(let shapes): shapes.first?.kind ?? Bilingual(zh: "值", en: "a value")
        }
    }
}

extension Shape.TextRule {
    fileprivate func faults(in text: String, at place: String) -> [ShapeFault] {
        // Characters as JSON Schema counts them: code points.
        let length = text.unicodeScalars.count
        if length < min {
            return [ShapeFault(place, .tooShort, zh: "至少 \(min) 个字", en: "at least \(min) characters")]
        }
        if length > max {
            return [ShapeFault(place, .tooLong, zh: "至多 \(max) 个字", en: "at most \(max) characters")]
        }
        guard form.fits(text) else {
            return [ShapeFault(place, .wrongForm, zh: form.wanted.zh, en: form.wanted.en)]
        }
        return []
    }
}

extension Shape.TextRule.Form {
    fileprivate var wanted: Bilingual {
        switch self {
        case .free: Bilingual(zh: "不能含有 NUL 字符", en: "no NUL character")
        case .name: Bilingual(zh: "小写字母、数字与下划线，字母开头", en: "small letters, digits and low lines, a letter first")
        case .number: Bilingual(zh: "工单编号，如 20261121-000123", en: "a ticket's number, such as 20261121-000123")
        case .instant:
            Bilingual(zh: "RFC 3339 时间，如 2026-11-21T09:30:00+08:00", en: "RFC 3339, as 2026-11-21T09:30:00+08:00")
        case .date: Bilingual(zh: "日期，如 2026-11-21", en: "a date, as 2026-11-21")
        case .version: Bilingual(zh: "引号中的序号，如 \"7\"", en: "a number in quotes, as \"7\"")
        }
    }
}
