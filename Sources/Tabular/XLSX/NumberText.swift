/// A number of a workbook as a person sees it in its cell.
enum NumberText {
    /// The text of a number in a format.
    ///
    /// - Parameters:
    ///   - raw: The number as the workbook writes it, such as `1.3800138E10`.
    ///   - format: The format of its cell.
    ///   - countsFrom1904: How the workbook counts its days.
    /// - Returns: The text; the number as it is where it is none, or the format cannot show it.
    static func text(_ raw: String, format: NumberFormat, countsFrom1904: Bool) -> String {
        switch format {
        case .general: return plain(raw)
        case .padded(let width):
            let digits = plain(raw)
            guard digits.count < width, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return digits }
            return String(repeating: "0", count: width - digits.count) + digits
        case .date, .time:
            guard let serial = Double(raw) else { return plain(raw) }
            return SerialDate.text(serial, format: format, countsFrom1904: countsFrom1904) ?? plain(raw)
        }
    }

    /// A number without exponent: all digits of a whole one, and fifteen of a fraction, which are those Excel shows.
    ///
    /// The digits are moved as text, so none is lost by way of binary.
    static func plain(_ raw: String) -> String {
        guard var number = DecimalDigits(raw) else { return raw }
        if number.fractionDigits > 0 { number.round(to: 15) }
        return number.text
    }
}

/// A decimal number as its digits and the place of its point.
private struct DecimalDigits {
    private var isNegative = false
    private var digits: [UInt8] = []
    private(set) var fractionDigits = 0

    /// Reads a number with or without exponent; nil when it is none, or too large to be written out.
    init?(_ raw: String) {
        var text = Substring(raw)
        isNegative = text.first == "-"
        if text.first == "-" || text.first == "+" { text.removeFirst() }
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        guard let mantissa = parts.first, parts.count <= 2 else { return nil }
        var exponent = 0
        if parts.count == 2 {
            guard let number = Int(parts[1]), number.magnitude <= 40 else { return nil }
            exponent = number
        }
        var hasPoint = false
        for byte in mantissa.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits.append(byte - UInt8(ascii: "0"))
                fractionDigits += hasPoint ? 1 : 0
            case UInt8(ascii: ".") where !hasPoint: hasPoint = true
            default: return nil
            }
        }
        guard !digits.isEmpty, digits.count <= 400 else { return nil }
        fractionDigits -= exponent
        trim()
    }

    /// Rounds to so many significant digits.
    mutating func round(to count: Int) {
        guard digits.count > count else { return }
        let isUp = digits[count] >= 5
        fractionDigits -= digits.count - count
        digits.removeLast(digits.count - count)
        if isUp {
            var index = digits.count - 1
            while index >= 0, digits[index] == 9 {
                digits[index] = 0
                index -= 1
            }
            if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
        }
        trim()
    }

    /// The number written out.
    var text: String {
        var all = digits
        if fractionDigits < 0 { all.append(contentsOf: repeatElement(0, count: -fractionDigits)) }
        let fraction = max(0, fractionDigits)
        if all.count <= fraction { all.insert(contentsOf: repeatElement(0, count: fraction - all.count + 1), at: 0) }
        var bytes = all.map { $0 + UInt8(ascii: "0") }
        if fraction > 0 { bytes.insert(UInt8(ascii: "."), at: bytes.count - fraction) }
        let isZero = digits.allSatisfy { $0 == 0 }
        return (isNegative && !isZero ? "-" : "") + String(decoding: bytes, as: UTF8.self)
    }

    /// Takes away the zeros in front, and those behind the point.
    private mutating func trim() {
        while fractionDigits > 0, digits.count > 1, digits.last == 0 {
            digits.removeLast()
            fractionDigits -= 1
        }
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(min(zeros, digits.count - 1))
        if digits == [0] { fractionDigits = 0 }
    }
}
