/// E-mails, passports and number plates.
extension MaskScan {
    /// Hides what stands before an `@`, but for its first letter, where a host with a dot follows.
    mutating func mail(at index: Int) {
        var begin = index
        // Between two of them each letter is looked at once: an `@` ends both sides.
        while isLocal(self[begin - 1]) { begin -= 1 }
        guard begin < index, isHost(from: index + 1) else { return }
        hide((index - begin > 1 ? begin + 1 : begin)..<index)
    }

    private func isLocal(_ code: UInt32) -> Bool {
        code.isDigit || code.isLetter || code == "." || code == "_" || code == "-" || code == "+" || code == "%"
    }

    private func isHost(from index: Int) -> Bool {
        var at = index
        while self[at].isDigit || self[at].isLetter || self[at] == "-" { at += 1 }
        return at > index && self[at] == "." && (self[at + 1].isLetter || self[at + 1].isDigit)
    }

    /// Hides a passport or a permit: a letter that they begin with and eight digits, or E, a letter and seven; after its
    /// name whatever looks like one.
    ///
    /// - Returns: its end; nil where there is none.
    mutating func passport(at index: Int) -> Int? {
        guard !self[index - 1].isWordy else { return nil }
        let letters = end(ofRunAt: index) - index
        guard letters <= 2 else { return nil }
        var end = index + letters
        while self[end].isDigit, end < index + 12 { end += 1 }
        guard !self[end].isWordy else { return nil }
        let digits = end - index - letters
        let isOne = letters == 1 && "EGDPSHM".unicodeScalars.contains { codes[index] == $0 }
        let isTwo = letters == 2 && codes[index] == "E"
        let isKnown = isOne && (digits == 8 || digits == 10) || isTwo && digits == 7
        guard isKnown || 6...10 ~= digits && isSaidToBePassport(index) else { return nil }
        hide((index + letters)..<(end - 2))
        return end
    }

    private func isSaidToBePassport(_ index: Int) -> Bool {
        var before = index - 1
        while before > index - 7, " :是为号码".unicodeScalars.contains(where: { self[before] == $0 }) { before -= 1 }
        return has("护照", at: before - 1) || has("通行证", at: before - 2) || has("PASSPORT", at: before - 7)
    }

    /// Hides a number plate: a province, a letter, and five (of new energy six) digits and letters with a digit among
    /// them; province, letter and the last are left.
    ///
    /// - Returns: its end; nil where there is none.
    mutating func plate(at index: Int) -> Int? {
        guard Self.provinces.contains(codes[index]), self[index + 1].isLetter else { return nil }
        var begin = index + 2
        if self[begin] == " " || self[begin] == "-" || self[begin] == "." || self[begin] == 0xB7 { begin += 1 }
        var end = begin
        while self[end].isDigit || self[end].isLetter, end < begin + 7 { end += 1 }
        if end - begin == 4, Self.endings.contains(self[end]) { end += 1 }
        guard 5...6 ~= end - begin, !self[end].isWordy else { return nil }
        guard (begin..<end).contains(where: { self[$0].isDigit }) else { return nil }
        hide(begin..<(end - 1))
        return end
    }

    private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".unicodeScalars.map(\.value))
    private static let endings = Set("学警港澳挂试超领使".unicodeScalars.map(\.value))
}
