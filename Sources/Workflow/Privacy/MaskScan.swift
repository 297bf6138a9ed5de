/// A text that is searched for what points at a person, from its beginning to its end, never going back.
///
/// At each place a bounded number of characters is looked at, so hostile texts take no longer than others. What is
/// found is hidden by stars; nothing is ever found that touches a star: so what was masked stays as it is.
struct MaskScan {
    /// The text.
    let scalars: [Unicode.Scalar]
    /// The same with full-width forms, dashes, blanks and dots as their ASCII, and small letters as capitals.
    let codes: [UInt32]
    /// What is hidden.
    private var hidden: [Bool]
    /// Whether it is an address: a building alone counts, too.
    var isAddress = false
    /// Whether it is a field for a telephone: a number without an area code is one, too.
    private(set) var isTelephone = false

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        codes = scalars.map(Self.folded)
        hidden = Array(repeating: false, count: scalars.count)
    }

    /// Hides everything that it knows.
    mutating func run() {
        var index = 0
        while index < codes.count { index = step(index) }
    }

    /// Hides the middle of telephones, and whatever else there is but what stands between them.
    mutating func hideAllButPhones() {
        isTelephone = true
        let rests = rests()
        var index = 0
        while index < codes.count {
            if isNumberStart(index) || codes[index] == "+", let end = phone(at: index) {
                index = end
            } else {
                let isBetween = codes[index].isGap || "+()/,、;*".unicodeScalars.contains { codes[index] == $0 }
                if !isBetween, !rests.contains(index) { hidden[index] = true }
                index += 1
            }
        }
    }

    /// What is left of telephones that were masked before: digits beside four stars or more.
    private func rests() -> Set<Int> {
        var rests: Set<Int> = []
        var index = 0
        while index < codes.count {
            let begin = index
            while self[index] == "*" { index += 1 }
            if index - begin >= 4 {
                rests.formUnion(digits(beside: begin - 1, going: -1, most: 8))
                rests.formUnion(digits(beside: index, going: 1, most: 4))
            }
            index = max(index, begin + 1)
        }
        return rests
    }

    /// Digits from a place on; gaps beyond what any telephone has end them, too.
    private func digits(beside begin: Int, going step: Int, most: Int) -> [Int] {
        var (index, digits): (Int, [Int]) = (begin, [])
        for _ in 0..<32 {
            if self[index].isDigit, digits.count < most { digits.append(index) } else if !self[index].isGap { break }
            index += step
        }
        return digits
    }

    /// The text with stars.
    var masked: String {
        var masked = String.UnicodeScalarView()
        for (scalar, isHidden) in zip(scalars, hidden) { masked.append(isHidden ? "*" : scalar) }
        return String(masked)
    }

    /// Hides a range.
    mutating func hide(_ range: Range<Int>) {
        for index in range { hidden[index] = true }
    }

    /// Hides what lies between the first and the last of some digits, with whatever stands between them.
    ///
    /// Of those that are left none stands apart: alone it might look like a number of its own.
    mutating func hide(_ digits: [Int], keepingFirst first: Int, last: Int) {
        guard first + last < digits.count else { return }
        var (first, last) = (first, last)
        for place in 0..<first where digits[place] != digits[0] + place {
            first = place
            break
        }
        for place in 0..<last where digits[digits.count - 1 - place] != digits[digits.count - 1] - place {
            last = place
            break
        }
        let begin = first == 0 ? digits[0] : digits[first - 1] + 1
        let end = last == 0 ? digits[digits.count - 1] + 1 : digits[digits.count - last]
        hide(begin..<end)
    }
}

extension MaskScan {
    // MARK: - Going on

    /// Looks at a place; returns where to go on.
    private mutating func step(_ index: Int) -> Int {
        let code = codes[index]
        if code == "@" { mail(at: index) }
        if isNumberStart(index) || code == "+" {
            if let end = known(at: index) ?? phone(at: index) ?? card(at: index) ?? room(at: index) { return end }
            return end(ofRunAt: index)
        }
        if code.isLetter {
            if let end = passport(at: index) ?? room(at: index) { return end }
            return end(ofRunAt: index)
        }
        if let end = plate(at: index) { return end }
        if code.isNumeral, !self[index - 1].isNumeral, let end = room(at: index) { return end }
        return index + 1
    }

    /// Whether a run of digits begins there; one after a star is the rest of something hidden.
    func isNumberStart(_ index: Int) -> Bool {
        self[index].isDigit && !self[index - 1].isDigit && self[index - 1] != "*"
    }

    /// The end of a run of digits, or of letters.
    func end(ofRunAt index: Int) -> Int {
        var end = index + 1
        if codes[index].isDigit {
            while self[end].isDigit { end += 1 }
        } else if codes[index].isLetter {
            while self[end].isLetter { end += 1 }
        }
        return end
    }

    /// The character at a place, folded; 0 outside the text.
    subscript(_ index: Int) -> UInt32 { codes.indices.contains(index) ? codes[index] : 0 }

    /// The number that two or more digits make.
    func number(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 * 10 + Int(self[$1] &- 0x30) }
    }

    /// Whether a word stands there.
    func has(_ word: String, at index: Int) -> Bool {
        var at = index
        for scalar in word.unicodeScalars {
            guard self[at] == scalar.value else { return false }
            at += 1
        }
        return true
    }

    static let numerals = Set("〇零一二三四五六七八九十百两".unicodeScalars.map(\.value))

    private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
        switch scalar.value {
        case 0x61...0x7A: scalar.value - 0x20
        case 0xFF41...0xFF5A: scalar.value - 0xFF41 + 0x41
        case 0xFF01...0xFF5E: scalar.value - 0xFEE0
        case 0x3000, 0xA0, 0x09, 0x200B...0x200D, 0x2060, 0xFEFF, 0x2000...0x200A, 0x202F: 0x20
        case 0x2010...0x2015, 0x2212, 0xFE63: 0x2D
        case 0x2022, 0x30FB, 0x22C5, 0x2027: 0xB7
        default: scalar.value
        }
    }
}

extension UInt32 {
    /// Whether it is an ASCII digit.
    var isDigit: Bool { 0x30...0x39 ~= self }
    /// Whether it is a capital of ASCII, as all letters are folded.
    var isLetter: Bool { 0x41...0x5A ~= self }
    /// Whether it belongs to a word of digits and letters; a star stands for one that was hidden.
    var isWordy: Bool { isDigit || isLetter || self == "*" }
    /// Whether it writes a number in Chinese.
    var isNumeral: Bool { self >= 0x3007 && MaskScan.numerals.contains(self) }
    /// Whether it may stand between the digits of a telephone.
    var isGap: Bool { self == " " || self == "-" || self == "." || self == 0xB7 || self == "_" }

    /// Whether two characters are the same, one of them written out.
    static func == (code: UInt32, scalar: Unicode.Scalar) -> Bool { code == scalar.value }
    /// Whether two characters differ, one of them written out.
    static func != (code: UInt32, scalar: Unicode.Scalar) -> Bool { code != scalar.value }
}
