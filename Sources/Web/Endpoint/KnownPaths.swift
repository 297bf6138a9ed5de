import HTTPTypes

/// Which paths there are, and which methods each knows.
struct KnownPaths: Sendable {
    private let paths: [(parts: [Substring], methods: [HTTPRequest.Method])]

    init(_ endpoints: [Endpoint]) {
        paths = Dictionary(grouping: endpoints, by: \.path).map { path, endpoints in
            (path.split(separator: "/"), endpoints.map(\.method).sorted { $0.rawValue < $1.rawValue })
        }.sorted { Self.parameters($0.parts) < Self.parameters($1.parts) }
    }

    /// How many of its parts stand for any word: a path of words counts before one that they would fit, too.
    private static func parameters(_ parts: [Substring]) -> Int { parts.count { $0.hasPrefix("{") } }

    /// The methods that a path knows; nil where there is no such path.
    func methods(of path: String) -> [HTTPRequest.Method]? {
        let words = path.split(separator: "/")
        return paths.first { known in
            known.parts.count == words.count
                && zip(known.parts, words).allSatisfy(Self.fits)
        }?.methods
    }

    /// A parameter may have an ending: `{id}.xml`.
    private static func fits(_ part: Substring, _ word: Substring) -> Bool {
        guard part.hasPrefix("{"), let end = part.lastIndex(of: "}") else { return part == word }
        let ending = part[part.index(after: end)...]
        return word.hasSuffix(ending) && word.count > ending.count
    }
}
