/// The letters above the columns of a spreadsheet: A, B … Z, AA.
enum ColumnLetters {
    /// The letters of a column counted from 1.
    static func letters(_ column: Int) -> String {
        var rest = column
        var letters: [UInt8] = []
        while rest > 0 {
            letters.append(UInt8(ascii: "A") + UInt8((rest - 1) % 26))
            rest = (rest - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// The column and the row of a cell's address such as `AB12`, both counted from 1; nil when it is none.
    static func address(_ text: String) -> (column: Int, row: Int)? {
        var column = 0
        var row = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0:
                column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0:
                row = row * 10 + Int(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "$"):
                continue
            default:
                return nil
            }
            guard column <= 1 << 20, row <= 1 << 40 else { return nil }
        }
        return column > 0 && row > 0 ? (column, row) : nil
    }
}
