/// A text in which places are looked for: blanks gone, and numbers of buildings, units and grids written in one way.
///
/// `霁月苑 三号楼`, `霁月苑3#` and `霁月苑３幢` are the same place.
struct PlaceText: Hashable {
    /// The characters.
    let codes: [UInt32]

    init(_ text: String) {
        let plain = MaskScan(text).codes.filter { $0 != " " && $0 != 0x0A && $0 != 0x0D }
        var written: [UInt32] = []
        written.reserveCapacity(plain.count)
        var index = 0
        while index < plain.count {
            let end = Self.endOfNumber(plain, index)
            if end > index, let (word, length) = Self.word(plain, end) {
                written += Self.digits(plain[index..<end])
                written += word
                index = end + length
            } else if end > index {
                written += plain[index..<end]
                index = end
            } else {
                written.append(plain[index])
                index += 1
            }
        }
        codes = written
    }

    init(codes: [UInt32]) { self.codes = codes }

    /// The rest of a name behind another name; nil where it does not begin with that, or says nothing more.
    func rest(after other: PlaceText) -> PlaceText? {
        guard codes.count > other.codes.count + 1, codes.starts(with: other.codes) else { return nil }
        return PlaceText(codes: Array(codes[other.codes.count...]))
    }

    /// Without what stands in brackets, and without the word for its kind: `桃园社区` is `桃园` among neighbours.
    var short: PlaceText? {
        var codes = codes
        if let bracket = codes.firstIndex(where: { $0 == "(" }) { codes = Array(codes[..<bracket]) }
        let isCut = codes.count < self.codes.count
        for word in Self.kinds where codes.count >= word.count + 2 && codes.suffix(word.count).elementsEqual(word) {
            return PlaceText(codes: codes.dropLast(word.count))
        }
        return isCut && codes.count > 1 ? PlaceText(codes: codes) : nil
    }

    /// Whether it is the number of a stairwell, which every building has.
    var isStairwell: Bool { codes.suffix(2).elementsEqual(Self.unit) }

    private static let unit = "单元".unicodeScalars.map(\.value)
    private static let kinds = ["社区", "小区", "街道", "网格"].map { $0.unicodeScalars.map(\.value) }
}

extension PlaceText {
    // MARK: - Numbers

    /// Digits, one letter, or a number in Chinese; the same index where none begins there.
    private static func endOfNumber(_ codes: [UInt32], _ begin: Int) -> Int {
        func run(_ isPart: (UInt32) -> Bool) -> Int {
            var end = begin
            while end < codes.count, isPart(codes[end]) { end += 1 }
            return end
        }
        if codes[begin].isDigit { return run(\.isDigit) }
        if codes[begin].isNumeral { return run(\.isNumeral) }
        return run(\.isLetter)
    }

    /// In one way: Chinese numbers as digits.
    private static func digits(_ number: ArraySlice<UInt32>) -> [UInt32] {
        guard let value = WrittenNumber.value(number) else { return Array(number) }
        return String(value).unicodeScalars.map(\.value)
    }

    /// The word behind a number, in one way, and how long it is as it stands there.
    private static func word(_ codes: [UInt32], _ index: Int) -> ([UInt32], Int)? {
        for (word, plain) in words where codes[index...].starts(with: word) { return (plain, word.count) }
        return nil
    }

    private static let words: [([UInt32], [UInt32])] = [
        ("号楼", "栋"), ("#楼", "栋"), ("#", "栋"), ("栋", "栋"), ("幢", "栋"), ("座", "栋"), ("单元", "单元"), ("号网格", "网格"),
        ("网格", "网格"),
    ].map { ($0.0.unicodeScalars.map(\.value), $0.1.unicodeScalars.map(\.value)) }
}
