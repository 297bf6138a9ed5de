import Foundation

/// A text with places to be filled: `${name}`.
package struct Pattern: Hashable, Sendable {
    /// A piece of it.
    package enum Piece: Hashable, Sendable {
        /// As it stands.
        case text(String)
        /// A place to be filled.
        case place(String)
    }

    /// Its pieces, in order.
    package let pieces: [Piece]

    /// Reads a text; what is no whole `${name}` stands for itself.
    package init(_ text: String) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.range(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            if start.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<start.lowerBound]))) }
            pieces.append(.place(String(rest[start.upperBound..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    /// The names of its places.
    package var places: [String] {
        pieces.compactMap { piece in
            switch piece {
            case .text: nil
            case .place(let name): name
            }
        }
    }

    /// The text with its places filled; what stands in a place is not looked through again.
    package func filled(_ value: (String) -> String) -> String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .place(let name): value(name)
            }
        }.joined()
    }
}
