import HTTPTypes

/// Which paths there are, and which methods each knows.
struct KnownPaths: Sendable {
    private let paths: [(parts: [Substring], methods: [HTTPRequest.Method])]

    init(_ endpoints: [Endpoint]) {
        paths = Dictionary(grouping: endpoints, by: \.path).map { path, endpoints in
            (path.split(separator: "/"), endpoints.map(\.method).sorted { $0.rawValue < $1.rawValue })
        }
    }

    /// The methods that a path knows; nil where there is no such path.
    func methods(of path: String) -> [HTTPRequest.Method]? {
        let words = path.split(separator: "/")
        return paths.first { known in
            known.parts.count == words.count
                && zip(known.parts, words).allSatisfy { part, word in part.hasPrefix("{") || part == word }
        }?.methods
    }
}
