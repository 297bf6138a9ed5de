import Foundation

/// Where the program speaks to people: results on standard output, everything else on standard error.
enum Terminal {
    /// Prints a line of the result.
    static func line(_ text: String) {
        write(text.harmless + "\n", to: .standardOutput)
    }

    /// Prints a line about the work: progress, warnings, refusals.
    static func note(_ text: String) {
        write(text.harmless + "\n", to: .standardError)
    }

    /// Shows progress on one line that is written over; only where somebody watches.
    static func progress(_ text: String, isLast: Bool = false) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        write("\r\u{1B}[K" + text + (isLast ? "\n" : ""), to: .standardError)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // A reader that left (`| head`) is no fault of ours.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}

extension String {
    /// The text without what would steer a terminal: control characters but for ends of lines and tabs, and marks that
    /// turn the direction of writing, stand as �.
    var harmless: String {
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar.steersTerminal ? "\u{FFFD}" : scalar) }
        return String(scalars)
    }

    /// The text filled with blanks to a width on the screen, where a Chinese character takes two columns.
    func padded(_ width: Int) -> String {
        let missing = width - columns
        return missing > 0 ? self + String(repeating: " ", count: missing) : self
    }

    /// The text cut to a width on the screen.
    func cut(_ width: Int) -> String {
        guard columns > width else { return self }
        var cut = ""
        for character in self {
            guard cut.columns + String(character).columns < width else { break }
            cut.append(character)
        }
        return cut + "…"
    }

    /// How many columns it takes on the screen.
    var columns: Int {
        unicodeScalars.reduce(0) { sum, scalar in
            sum + ((0x1100...0x115F).contains(scalar.value) || (0x2E80...0xFFE6).contains(scalar.value) ? 2 : 1)
        }
    }
}

extension Unicode.Scalar {
    fileprivate var steersTerminal: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
