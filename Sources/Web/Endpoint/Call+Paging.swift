import HTTPTypes
import Hummingbird

extension Call {
    /// The same address with another beginning, as `Link` says it (RFC 8288).
    func next(_ parameter: String, _ id: Int64) -> String { next([parameter: "\(id)"]) }

    /// The same, where it takes several parameters to say where the next one begins; nil: it is said without this one.
    func next(_ values: [String: String?]) -> String {
        let (path, query) = target
        let told = query.filter { pair in !values.keys.contains { pair.hasPrefix("\($0)=") } }
        let rest = told + values.sorted { $0.key < $1.key }.compactMap { key, value in value.map { "\(key)=\($0)" } }
        return "<\(path)?\(rest.joined(separator: "&"))>; rel=\"next\""
    }

    /// Path and pairs of the query, as they were sent.
    private var target: (path: Substring, query: [Substring]) {
        let whole = (head.path ?? "")[...]
        guard let mark = whole.firstIndex(of: "?") else { return (whole, []) }
        return (whole[..<mark], whole[whole.index(after: mark)...].split(separator: "&"))
    }
}

extension Parameter {
    /// Which page of a list of tickets is asked for, of so many at the most.
    static func page(of most: Int64) -> [Parameter] {
        [
            Parameter(
                "after",
                in: .query,
                .number,
                zh: "上一页最后一件的编号",
                en: "the number of the last one of the page before"
            ),
            .limit(of: most),
        ]
    }

    /// How many stand on a page, so many at the most.
    static func limit(of most: Int64) -> Parameter {
        Parameter(
            "limit",
            in: .query,
            .integer(1...most),
            zh: "每页件数，默认 50",
            en: "how many a page; 50 if not given"
        )
    }
}
