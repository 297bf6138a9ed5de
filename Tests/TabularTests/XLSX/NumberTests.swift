import Testing

@testable import Tabular

@Suite struct NumberTests {
    @Test(arguments: [
        ("13800138000", "13800138000"), ("1.3800138E10", "13800138000"),
        ("1.1010119900101123E+17", "110101199001011230"),
        ("123456789012345678", "123456789012345678"), ("3.0", "3"), ("0.1", "0.1"), ("0.30000000000000004", "0.3"),
        ("2.9999999999999996", "3"), ("-0", "0"), ("-1.50", "-1.5"), ("1E-7", "0.0000001"), ("1e400", "1e400"),
        ("0.000", "0"), ("99999999999999.996", "100000000000000"), ("abc", "abc"), ("", ""), ("1e", "1e"),
        ("100", "100"),
        ("0012", "12"), (".5", "0.5"), ("1.2.3", "1.2.3"),
    ])
    func `numbers are written out without loss`(raw: String, text: String) {
        #expect(NumberText.plain(raw) == text)
    }

    @Test(arguments: [
        ("yyyy\"年\"m\"月\"d\"日\"", NumberFormat.date(hasTime: false)), ("yyyy/m/d h:mm", .date(hasTime: true)),
        ("[$-804]yyyy\"年\"m\"月\";@", .date(hasTime: false)), ("m\"月\"d\"日\"", .date(hasTime: false)),
        ("h:mm:ss", .time(isElapsed: false)), ("[h]:mm", .time(isElapsed: true)), ("[mm]", .time(isElapsed: true)),
        ("mm:ss.0", .time(isElapsed: false)), ("上午/下午h\"时\"mm\"分\"", .time(isElapsed: false)),
        ("General", .general), ("[Red]0.00", .general), ("#,##0\"days\"", .general), ("0.00E+00", .general),
        ("@", .general), ("\\d0", .general), ("_m0", .general), ("000000", .padded(6)), ("0", .general), ("", .general),
        ("\"open", .general), ("[open", .general), ("0;yyyy", .general),
    ])
    func `a format's code tells what a number means`(code: String, format: NumberFormat) {
        #expect(NumberFormat(code: code) == format)
    }

    @Test(arguments: [
        (1.0, "1900-01-01"), (59, "1900-02-28"), (60, "1900-02-29"), (61, "1900-03-01"), (25_569, "1970-01-01"),
        (36_585, "2000-02-29"), (46_066, "2026-02-13"), (2_958_465, "9999-12-31"), (0, "1899-12-31"),
    ])
    func `days count from 1900`(serial: Double, text: String) {
        #expect(SerialDate.text(serial, format: .date(hasTime: false), countsFrom1904: false) == text)
    }

    @Test func `times are rounded to seconds`() {
        let day = NumberFormat.date(hasTime: true)
        #expect(SerialDate.text(46_066.99999999, format: day, countsFrom1904: false) == "2026-02-14T00:00:00")
        #expect(SerialDate.text(1.5, format: .time(isElapsed: true), countsFrom1904: false) == "36:00:00")
        #expect(SerialDate.text(1.5, format: .time(isElapsed: false), countsFrom1904: false) == "12:00:00")
        #expect(SerialDate.text(0, format: .date(hasTime: false), countsFrom1904: true) == "1904-01-01")
        #expect(SerialDate.text(-1, format: day, countsFrom1904: false) == nil)
        #expect(SerialDate.text(.nan, format: day, countsFrom1904: false) == nil)
        #expect(SerialDate.text(2_958_466, format: day, countsFrom1904: false) == nil)
    }

    @Test func `columns have letters`() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")] {
            #expect(ColumnLetters.letters(column) == letters)
            #expect(ColumnLetters.address(letters + "7")?.column == column)
        }
        for text in ["", "A", "7", "a1", "A1B", "ZZZZZZZZZZ1", "A99999999999999999999", "居1"] {
            #expect(ColumnLetters.address(text) == nil)
        }
    }
}
