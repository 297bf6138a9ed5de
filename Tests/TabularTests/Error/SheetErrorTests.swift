import Tabular
import Testing

@Suite struct SheetErrorTests {
    private static let all: [SheetError] = [
        .fileNotFound(path: "a.csv"), .fileUnreadable(path: "a.csv", reason: SheetDetail("r", zh: "因")), .emptyFile,
        .unknownFileKind,
        .fileTooLarge(limit: 5 << 20), .xlsNotSupported, .fileEncrypted, .badEncoding(encoding: "GB18030"),
        .textHasNul(column: 28), .cellTooLong(column: 1, limit: 9), .recordTooLong(limit: 9),
        .tooManyCells(expected: 2, found: 3), .brokenQuote(column: 1), .unterminatedQuote(column: 1),
        .xlsxDamaged(detail: SheetDetail("d", zh: "详")), .zipBomb, .doctypeRefused,
        .sheetNotFound(name: "a", available: ["b"]),
        .sheetNotFound(name: "", available: []), .cellIsError(column: 1, text: "#N/A"), .formulaWithoutValue(column: 1),
        .jsonBroken(line: 1, detail: SheetDetail("d", zh: "详")),
        .yamlBroken(line: 1, detail: SheetDetail("d", zh: "详")), .notAnObject, .duplicateKey(name: "k"),
        .unexpectedKey(name: "k"), .tooComplex, .missingColumns(["甲", "乙"]), .duplicateColumn("甲"), .noSpace,
        .outputClosed, .cannotWrite(reason: SheetDetail("r", zh: "因")),
    ]

    @Test(arguments: all)
    func `every mistake has a code and a message in both languages`(error: SheetError) {
        #expect(error.code.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
        #expect(error.message(.zh).unicodeScalars.contains { $0.value > 0x4E00 })
        #expect(!error.message(.en).isEmpty)
        #expect(error.message(.en) != error.message(.zh))
        #expect(error.description == "\(error.code): \(error.message(.en))")
    }

    @Test func `codes are of one mistake each`() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count - 1)
    }

    @Test func `a column is named by number and letters`() {
        #expect(SheetError.textHasNul(column: 28).message(.zh).contains("28 (AB)"))
    }
}
