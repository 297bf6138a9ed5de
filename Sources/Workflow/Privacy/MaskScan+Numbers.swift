/// Numbers that are left, telephones, identity and bank cards.
extension MaskScan {
    /// The end of a number that is to be read: a ticket's, or a public line's; nil where there is none.
    func known(at index: Int) -> Int? {
        let end = end(ofRunAt: index)
        if end - index == 8, isDate(index), self[end] == "-", self[end + 1].isDigit {
            let last = self.end(ofRunAt: end + 1)
            if last - end > 6, !self[last].isLetter { return last }
        }
        // 400 and 800: the called pays, so it is nobody's home.
        if number(index..<min(index + 3, end)) == 400 || number(index..<min(index + 3, end)) == 800 {
            let digits = self.digits(from: index, most: 10)
            if digits.count == 10, let last = digits.last, !self[last + 1].isWordy { return last + 1 }
        }
        return nil
    }

    /// Hides a telephone that begins there, with or without 86 before it.
    ///
    /// - Returns: its end; nil where there is none.
    mutating func phone(at index: Int) -> Int? {
        for begin in afterCountry(index) {
            if let digits = mobile(begin) {
                let isSpelled = groups(digits).count == 11
                hide(digits, keepingFirst: isSpelled ? 1 : 3, last: isSpelled ? 1 : 4)
                return digits.last.map { $0 + 1 }
            }
            if let (digits, area) = landline(begin) {
                hide(digits, keepingFirst: area, last: 3)
                return digits.last.map { $0 + 1 }
            }
        }
        if codes[index] == "+", self[index - 1] != "*", self[index + 1].isDigit {
            guard let digits = wholeGroups(from: index + 1, 10...15).last else { return nil }
            hide(digits, keepingFirst: 1, last: 2)
            return digits.last.map { $0 + 1 }
        }
        return local(index)
    }

    /// Hides an identity card (18 or 15 digits) or a bank card (15 to 19 digits, by Luhn) that begins there.
    ///
    /// - Returns: its end; nil where there is none.
    mutating func card(at index: Int) -> Int? {
        guard codes[index].isDigit else { return nil }
        let end = end(ofRunAt: index)
        let length = end - index
        if length == 17, self[end] == "X", !self[end + 1].isWordy {
            hide(Array(index...end), keepingFirst: 3, last: 2)
            return end + 1
        }
        guard self[end] != "*" else { return nil }
        let run = Array(index..<end)
        let isIdentity = length == 18 || length == 15 && isBirth(index + 6, digits: 6)
        if isIdentity || 15...19 ~= length && passesLuhn(run) {
            hide(run, keepingFirst: isIdentity ? 3 : 0, last: isIdentity ? 2 : 4)
            return end
        }
        return groupedIdentity(index) ?? groupedBankCard(index)
    }
}

extension MaskScan {
    // MARK: - Telephones

    /// Where a telephone may begin: there, or after the country's number.
    private func afterCountry(_ index: Int) -> [Int] {
        let words = ["+86", "0086", "86"]
        guard let word = words.first(where: { has($0, at: index) }) else { return codes[index] == "+" ? [] : [index] }
        var begin = index + word.unicodeScalars.count
        while self[begin].isGap, begin < index + 7 { begin += 1 }
        return codes[index] == "+" ? [begin] : [index, begin]
    }

    /// Eleven digits from 13 to 19, in one run, in groups of which the first has three or more, or one by one.
    private func mobile(_ begin: Int) -> [Int]? {
        guard self[begin] == "1" else { return nil }
        let digits = digits(from: begin, most: 11)
        guard digits.count == 11, 0x33...0x39 ~= self[digits[1]], isEnd(digits) else { return nil }
        let groups = groups(digits)
        guard groups[0] >= 3 || groups.count == 11 else { return nil }
        // A dot may be a decimal point: only the usual groups are a telephone then.
        let hasDot = zip(digits, digits.dropFirst()).contains { $1 - $0 > 1 && self[$0 + 1] == "." }
        return hasDot && groups != [3, 4, 4] ? nil : digits
    }

    /// An area code (010, 02x, 03xx–09xx), perhaps in brackets, and seven or eight digits.
    private func landline(_ begin: Int) -> (digits: [Int], area: Int)? {
        guard self[begin] == "0" else { return nil }
        let area = self[begin + 1] == "1" && self[begin + 2] == "0" || self[begin + 1] == "2" ? 3 : 4
        guard area == 3 || 0x33...0x39 ~= self[begin + 1] else { return nil }
        guard (begin..<(begin + area)).allSatisfy({ self[$0].isDigit }) else { return nil }
        var next = begin + area
        let isBracketed = self[begin - 1] == "(" && self[next] == ")"
        if isBracketed { next += 1 }
        for _ in 0..<3 where self[next].isGap { next += 1 }
        guard 0x31...0x39 ~= self[next] else { return nil }
        var rest = digits(from: next, most: 8)
        // An extension, or the next number, is not its own.
        if let cut = rest.indices.dropFirst(7).first, rest[cut] - rest[cut - 1] > 1 { rest = Array(rest[..<cut]) }
        guard rest.count >= 7, isEnd(rest) else { return nil }
        return (Array(begin..<(begin + area)) + rest, area)
    }

    /// Seven or eight digits that are said to be a telephone.
    private mutating func local(_ index: Int) -> Int? {
        guard 0x32...0x38 ~= codes[index] else { return nil }
        let end = end(ofRunAt: index)
        guard 7...8 ~= end - index, self[end] != "*", isTelephone || end - index == 7 || !isDate(index) else {
            return nil
        }
        var before = index - 1
        while before > index - 7, " :是为号码".unicodeScalars.contains(where: { self[before] == $0 }) { before -= 1 }
        let isSaid =
            isTelephone || has("电话", at: before - 1) || has("座机", at: before - 1) || has("手机", at: before - 1)
            || has("TEL", at: before - 2) || has("PHONE", at: before - 4)
        guard isSaid else { return nil }
        hide(Array(index..<end), keepingFirst: 0, last: 3)
        return end
    }

    /// The digits from a place on, over at most three blanks, dashes or dots between two of them.
    private func digits(from begin: Int, most: Int) -> [Int] {
        var digits: [Int] = []
        var index = begin
        while digits.count < most {
            var next = index
            while self[next].isGap, next - index < 3, !digits.isEmpty { next += 1 }
            guard self[next].isDigit else { break }
            digits.append(next)
            index = next + 1
        }
        return digits
    }

    /// The digits from a place on, in every number of whole groups that has so many; what follows does not matter.
    private func wholeGroups(from begin: Int, _ counts: ClosedRange<Int>) -> [[Int]] {
        let digits = digits(from: begin, most: counts.upperBound + 1)
        return digits.indices.compactMap { index in
            let found = Array(digits[...index])
            return counts.contains(found.count) && isEnd(found) ? found : nil
        }
    }

    /// How many digits stand together.
    private func groups(_ digits: [Int]) -> [Int] {
        var groups = [1]
        for (one, next) in zip(digits, digits.dropFirst()) {
            if next == one + 1 { groups[groups.count - 1] += 1 } else { groups.append(1) }
        }
        return groups
    }

    /// Whether a number ends with these digits.
    private func isEnd(_ digits: [Int]) -> Bool {
        guard let last = digits.last else { return false }
        return !self[last + 1].isDigit && self[last + 1] != "*"
    }
}

extension MaskScan {
    // MARK: - Cards

    /// Six, eight and four digits, the eight a birthday.
    private mutating func groupedIdentity(_ index: Int) -> Int? {
        let digits = digits(from: index, most: 18)
        var all = digits
        if digits.count == 17, let last = digits.last, self[last + 1] == "X" { all.append(last + 1) }
        guard all.count == 18, groups(all) == [6, 8, 4], isBirth(all[6], digits: 8), let last = all.last,
            !self[last + 1].isWordy
        else { return nil }
        hide(all, keepingFirst: 3, last: 2)
        return last + 1
    }

    /// Groups of four, by Luhn.
    private mutating func groupedBankCard(_ index: Int) -> Int? {
        let card = wholeGroups(from: index, 16...19).last { digits in
            let groups = groups(digits)
            return groups.dropLast().allSatisfy { $0 == 4 } && groups.last ?? 5 <= 4 && passesLuhn(digits)
        }
        guard let digits = card else { return nil }
        hide(digits, keepingFirst: 0, last: 4)
        return digits.last.map { $0 + 1 }
    }

    private func passesLuhn(_ digits: [Int]) -> Bool {
        var sum = 0
        for (place, index) in digits.reversed().enumerated() {
            let digit = Int(self[index] &- 0x30)
            let doubled = digit * 2
            sum += place % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled
        }
        return sum > 0 && sum % 10 == 0
    }

    /// Whether eight digits are a day of these times.
    private func isDate(_ index: Int) -> Bool {
        1900...2199 ~= number(index..<(index + 4)) && isBirth(index, digits: 8)
    }

    /// Whether six or eight digits end with a month and a day.
    private func isBirth(_ index: Int, digits: Int) -> Bool {
        let month = index + digits - 4
        return 1...12 ~= number(month..<(month + 2)) && 1...31 ~= number((month + 2)..<(month + 4))
    }
}
