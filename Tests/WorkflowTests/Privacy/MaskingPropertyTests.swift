import TestSupport
import Testing
import Workflow

/// Laws of masking, over texts put together by chance out of what people write and of what breaks scanners.
@Suite struct MaskingPropertyTests {
    static let parts =
        MaskingTests.hidden.map(\.0) + MaskingTests.left
        + [
            "1", "3", "8", "0", "86", "+", "-", " ", ".", "@", "*", "****", "室", "号", "号楼", "单元", "栋", "座", "楼", "层",
            "户",
            "A", "E", "x", "蒙", "京", "·", "(", ")", "电话", "护照", "路", "小区", "一", "十", "2026", "000123", "\u{200B}", "\n",
            "é", "👨‍👩‍👧", "a.b", "X",
        ]

    static func text(_ seed: UInt64) -> String {
        var dice = Seeded(seed)
        return (0..<Int.random(in: 1...12, using: &dice)).map { _ in parts.randomElement(using: &dice) ?? "" }.joined()
    }

    @Test(arguments: PropertyRuns.seeds(1...40))
    func `masked twice is masked once, of the same length, and only stars are new`(seed: UInt64) {
        for round in 0..<100 {
            let text = Self.text(seed &* 1_000 &+ UInt64(round))
            for mask in [Masking.text, Masking.address, Masking.name, Masking.phone] {
                let masked = mask(text)
                #expect(mask(masked) == masked, "of \(text)")
                #expect(masked.unicodeScalars.count == text.unicodeScalars.count)
                let isKept = zip(text.unicodeScalars, masked.unicodeScalars).allSatisfy { $0 == $1 || $1 == "*" }
                #expect(isKept, "of \(text)")
            }
        }
    }

    /// Every mobile, however it is written and whatever stands around it, loses its middle.
    @Test(arguments: PropertyRuns.seeds(1...20))
    func `no mobile is left`(seed: UInt64) {
        var dice = Seeded(seed)
        for _ in 0..<200 {
            let digits =
                "1\(Int.random(in: 3...9, using: &dice))\(Int.random(in: 100_000_000...999_999_999, using: &dice))"
            let gap = ["", " ", "-", " - ", "\u{3000}", "－"].randomElement(using: &dice) ?? ""
            let written = [digits.prefix(3), digits.dropFirst(3).prefix(4), digits.suffix(4)].joined(separator: gap)
            let around = ["，", "电话", "号", "室", "(", "：", "找", "tel", "+86", ""].randomElement(using: &dice) ?? ""
            let masked = Masking.text(around + written + "谢谢")
            #expect(masked.hasSuffix("****\(digits.suffix(4))谢谢"), "\(masked)")
        }
    }

    /// A square of so many characters would take hours.
    @Test(
        .timeLimit(.minutes(5 * PropertyRuns.factor)),
        arguments: ["1", "1-", "a@", "@a.", "一", "1 ", "A", "3号楼", "电话 ", "蒙A", "+", "0471-", "*", "1*", "3-2-", "a."]
    )
    func `hostile texts take no longer`(part: String) {
        let text = String(repeating: part, count: 20_000)
        #expect(Masking.text(text).unicodeScalars.count == text.unicodeScalars.count)
        #expect(Masking.address(text).unicodeScalars.count == text.unicodeScalars.count)
    }
}
