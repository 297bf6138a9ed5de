import CQREncode

/// A QR code (ISO/IEC 18004): a square of dark and light modules.
struct QRCode: Hashable, Sendable {
    /// Modules on a side.
    let width: Int
    private let dark: [Bool]

    /// Light modules that readers need around it.
    static let margin = 4

    /// Encodes a text; nil where it is empty, or too long for any code.
    ///
    /// A quarter of it may be torn or dirty (level Q): it hangs at doors.
    init?(_ text: String) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1) else { return nil }
        defer { QRcode_free(code) }
        width = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        // The lowest bit says whether it is dark; the others, what it is there for.
        dark = (0..<width * width).map { data[$0] & 1 == 1 }
    }

    /// Whether a module is dark; those beside the code are not.
    subscript(_ x: Int, _ y: Int) -> Bool {
        (0..<width).contains(x) && (0..<width).contains(y) && dark[y * width + x]
    }

    /// The code as a picture that is sharp at every size: one path of all runs of dark modules.
    ///
    /// - Parameter title: what it is, for whoever cannot see it; no markup.
    /// - Returns: the picture.
    func svg(title: String) -> String {
        let side = width + 2 * Self.margin
        var path = ""
        for y in 0..<width {
            var x = 0
            while x < width {
                guard self[x, y] else {
                    x += 1
                    continue
                }
                let from = x
                while self[x, y] { x += 1 }
                path += "M\(from + Self.margin) \(y + Self.margin)h\(x - from)v1h-\(x - from)z"
            }
        }
        let escaped = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <title>\(escaped)</title><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>
            """
    }
}
