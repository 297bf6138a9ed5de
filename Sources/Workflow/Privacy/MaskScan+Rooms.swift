/// Where somebody lives: building, unit and room.
extension MaskScan {
    /// Hides the numbers of an address's last part that begins there: `3号楼2单元501室`, `3-2-501`, `五栋二单元`, `501室`.
    ///
    /// A building or a unit alone is left: it says where a lamp is out, not who lives there.
    /// - Returns: its end; nil where there is none.
    mutating func room(at index: Int) -> Int? {
        let before = self[index - 1]
        guard !before.isWordy, before != "-", before != "/", before != "." || !self[index - 2].isWordy else {
            return nil
        }
        return dashed(index) ?? chain(index) ?? houseOfVillage(index) ?? tail(index)
    }
}

extension MaskScan {
    // MARK: - Dashes

    /// `3-2-501`, with a quarter before it `1-3-2-501`; `3-501` where a compound stands before it or 室 after it.
    private mutating func dashed(_ index: Int) -> Int? {
        var groups: [Range<Int>] = []
        var at = index
        while groups.count < 4, self[at].isDigit {
            let end = end(ofRunAt: at)
            groups.append(at..<end)
            guard self[end] == "-", self[end + 1].isDigit else { break }
            at = end + 1
        }
        guard let room = groups.last, 3...4 ~= room.count, groups.dropLast().allSatisfy({ $0.count <= 2 }) else {
            return nil
        }
        let end = room.upperBound
        guard !self[end].isWordy, self[end] != "-", !Self.isMeasure(self[end]) else { return nil }
        guard self[end] != "." && self[end] != ":" || !self[end + 1].isDigitOrStar else { return nil }
        let before = self[self[index - 1] == " " ? index - 2 : index - 1]
        let isNamed = self[end] == "室" || self[end] == "房" || Self.compounds.contains(before)
        guard groups.count >= 2, isNamed || groups.count >= 3 && !isDayFirst(groups) else { return nil }
        for group in groups { hide(group) }
        return end
    }

    /// Whether it may be a day of these times, as the English write it.
    private func isDayFirst(_ groups: [Range<Int>]) -> Bool {
        groups.count == 3 && groups[2].count == 4 && 1950...2049 ~= number(groups[2]) && 1...31 ~= number(groups[0])
            && 1...12 ~= number(groups[1])
    }

    /// What a compound's name ends with, and who lives there.
    private static let compounds = Set("区苑园府庭城湾寓里村院楼栋幢座居邸住".unicodeScalars.map(\.value))

    /// What a number counts, so that it is no room.
    private static func isMeasure(_ code: UInt32) -> Bool { measures.contains(code) }
    private static let measures = Set("年月日元人块米平吨度余多个万千斤棵辆台盏处次%㎡分秒时点天名家岁号户线路只起".unicodeScalars.map(\.value))
}

extension MaskScan {
    // MARK: - Words

    private enum Kind {
        case building
        case unit
        case floor
        case room
    }

    private struct Part {
        let number: Range<Int>
        let kind: Kind
        let end: Int
    }

    /// Numbers with their words, one after the other.
    private mutating func chain(_ index: Int) -> Int? {
        var parts: [Part] = []
        var at = index
        while parts.count < 6, let part = part(at, after: parts) {
            parts.append(part)
            at = part.end
            for _ in 0..<2 where (self[at] == " " || self[at] == "-") { at += 1 }
        }
        guard let last = parts.last else { return nil }
        let kinds = parts.map(\.kind)
        let isHome = kinds.contains(.room) || kinds.contains(.building) && kinds.contains(.unit)
        guard isHome || isAddress else { return nil }
        for part in parts { hide(part.number) }
        return last.end
    }

    private func part(_ index: Int, after parts: [Part]) -> Part? {
        guard let number = numberRange(index) else { return nil }
        var word = number.upperBound
        if self[word] == " ", !parts.isEmpty || self[word + 1].isWordOfHome { word += 1 }
        let isInside = parts.contains { $0.kind == .building || $0.kind == .unit }
        for (name, kind) in Self.words where has(name, at: word) {
            let end = word + name.unicodeScalars.count
            guard fits(name, number, end, isInside: isInside) else { continue }
            return Part(number: number, kind: kind, end: end)
        }
        guard isInside else { return nil }
        return bare(number)
    }

    /// A number without a word: after building or unit the room, or before a dash the unit.
    private func bare(_ number: Range<Int>) -> Part? {
        let end = number.upperBound
        var next = end
        while self[next] == " ", next < end + 2 { next += 1 }
        if number.count <= 2, self[end] == "-", self[end + 1].isDigit {
            return Part(number: number, kind: .unit, end: end)
        }
        guard 3...4 ~= number.count, !self[next].isWordy, self[next] != "-", !Self.isMeasure(self[next]) else {
            return nil
        }
        guard self[next] != "." && self[next] != ":" || !self[next + 1].isDigitOrStar else { return nil }
        return Part(number: number, kind: .room, end: end)
    }

    /// Whether a word after a number says where somebody lives: 三室一厅, 101户居民 and 2门禁 do not.
    private func fits(_ name: String, _ number: Range<Int>, _ end: Int, isInside: Bool) -> Bool {
        switch name {
        case "室", "房": isInside || number.count >= 3
        case "号", "户": isInside && number.count >= 3 && !Self.compounds.contains(self[end]) && !has("居", at: end)
        case "门": isInside && !"禁口卫岗诊店面锁".unicodeScalars.contains { self[end] == $0 }
        case "楼", "层": number.count <= 2 && !has("道", at: end)
        default: true
        }
    }

    private static let words: [(String, Kind)] = [
        ("号楼", .building), ("#楼", .building), ("#", .building), ("栋", .building), ("幢", .building), ("座", .building),
        ("单元", .unit), ("门", .unit), ("层", .floor), ("楼", .floor), ("室", .room), ("房", .room), ("号", .room),
        ("户", .room),
    ]

    /// Up to five digits, a letter with digits, or a number in Chinese.
    private func numberRange(_ index: Int) -> Range<Int>? {
        var end = index
        if self[index].isNumeral {
            while self[end].isNumeral, end < index + 6 { end += 1 }
            return end < index + 6 ? index..<end : nil
        }
        if self[end].isLetter { end += 1 }
        while self[end].isDigit, end < index + 6 { end += 1 }
        guard end < index + 6 else { return nil }
        // 12A栋.
        if end > index, self[end - 1].isDigit, self[end].isLetter, !self[end + 1].isWordy { end += 1 }
        return end > index ? index..<end : nil
    }
}

extension MaskScan {
    // MARK: - Addresses only

    /// In a village a number is a house.
    private mutating func houseOfVillage(_ index: Int) -> Int? {
        guard isAddress, let number = numberRange(index), self[number.upperBound] == "号" else { return nil }
        guard "村组屯庄寨".unicodeScalars.contains(where: { self[index - 1] == $0 }) else { return nil }
        hide(number)
        return number.upperBound + 1
    }

    /// A last number of three digits or more is a room.
    private mutating func tail(_ index: Int) -> Int? {
        guard isAddress, self[index].isDigit else { return nil }
        let end = end(ofRunAt: index)
        guard end == codes.count, end - index >= 3 else { return nil }
        hide(index..<end)
        return end
    }
}

extension UInt32 {
    /// Whether it is a digit, or stands for one.
    fileprivate var isDigitOrStar: Bool { isDigit || self == "*" }
    /// Whether a word of an address may begin with it.
    fileprivate var isWordOfHome: Bool { "号栋幢座单室".unicodeScalars.contains { $0.value == self } }
}
