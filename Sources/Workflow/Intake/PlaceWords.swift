/// A text with where each character stands in it: a name is looked for only where it may begin.
struct PlaceWords {
    private let codes: [UInt32]
    private let places: [UInt32: [Int]]

    init(_ text: String) {
        let codes = PlaceText(text).codes
        self.codes = codes
        places = Dictionary(grouping: codes.indices) { codes[$0] }
    }

    /// Whether a name stands there by itself: `1栋` is not in `11栋`.
    func contain(_ name: PlaceText) -> Bool {
        guard let first = name.codes.first, let last = name.codes.last else { return false }
        return (places[first] ?? []).contains { begin in
            let end = begin + name.codes.count
            guard end <= codes.count, codes[begin..<end].elementsEqual(name.codes) else { return false }
            let isInside = begin > 0 && Self.isOfOneRun(codes[begin - 1], first)
            return !isInside && (end == codes.count || !Self.isOfOneRun(last, codes[end]))
        }
    }

    private static func isOfOneRun(_ one: UInt32, _ next: UInt32) -> Bool {
        one.isDigit && next.isDigit || one.isLetter && next.isLetter || one.isNumeral && next.isNumeral
    }
}
