import HTTPTypes
import Hummingbird

extension Call {
    /// The same address with another beginning, as `Link` says it (RFC 8288).
    func next(_ parameter: String, _ id: Int64) -> String {
        let (path, query) = target
        let rest = query.filter { !$0.hasPrefix("\(parameter)=") } + ["\(parameter)=\(id)"]
        return "<\(path)?\(rest.joined(separator: "&"))>; rel=\"next\""
    }

    /// Path and pairs of the query, as they were sent.
    private var target: (path: Substring, query: [Substring]) {
        let whole = (head.path ?? "")[...]
        guard let mark = whole.firstIndex(of: "?") else { return (whole, []) }
        return (whole[..<mark], whole[whole.index(after: mark)...].split(separator: "&"))
    }
}
