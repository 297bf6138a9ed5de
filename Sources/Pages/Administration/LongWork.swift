import PGStore
import Web
import Workflow

/// Long work that goes on by portions: how far it has come, and the form that goes on with it.
///
/// Each portion is a request of its own under a key of its own, so that one sent again is answered as before; what is done stays done,
/// whatever becomes of the browser or of the service.
struct LongWork {
    /// Where the form is sent.
    let path: String
    /// What has been looked at so far.
    let done: Int64
    /// What there is in all.
    let total: Int64
    /// What the form sends.
    let fields: [(name: String, value: String)]

    /// What a template shows.
    var json: JSONValue {
        [
            "path": .string(path), "done": .int(done), "total": .int(total),
            "fields": .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] }),
        ]
    }

    /// Where the portions before ended, and what they came to.
    static let parameters = [
        Parameter("after", in: .form, .integer(0...Int64.max), zh: "接着哪一件", en: "behind which matter it goes on"),
        Parameter("sums", in: .form, .words(max: 100_000), zh: "此前的结果", en: "what it came to so far"),
    ]
}

extension Call {
    /// Which matters the API takes now: a portion behind the one before.
    ///
    /// - Parameter most: how many.
    /// - Returns: what it is asked with.
    func portion(_ most: Int) -> [String: JSONValue] {
        let after = number("after").map { ["after": JSONValue.int(Int64($0))] } ?? [:]
        return after.merging(["at_most": .int(Int64(most))]) { $1 }
    }

    /// What the portions before came to; what nobody can read counts as nothing.
    var sums: JSONValue { text("sums").flatMap { try? JSONValue(parsing: $0) } ?? [:] }

    /// What was sent, as the form sends it that goes on: all but its key, and where it stands.
    ///
    /// - Parameter parameters: what the form may hold.
    /// - Returns: names and values.
    func sentAgain(_ parameters: [Parameter]) -> [(name: String, value: String)] {
        let own = Set(["key", "revision"] + LongWork.parameters.map(\.name))
        return parameters.filter { $0.place == .form && !own.contains($0.name) }.flatMap { parameter in
            let name = parameter.name
            // It was said in one of these ways.
            let alone = text(name) ?? number(name).map(String.init) ?? (flag(name) ? "true" : nil)
            let keyed = keyed(name).sorted { $0.key < $1.key }
            return (texts(name) + [alone].compactMap(\.self)).map { (name, $0) }
                + keyed.flatMap { key, texts in texts.map { ("\(name)[\(key)]", $0) } }
        }
    }
}

extension JSONValue {
    /// What two portions came to: numbers are added, objects put together, and of all else the first stays.
    func adding(_ other: JSONValue) -> JSONValue {
        switch (self, other) {
        case (.int(let own), .int(let more)):
            let (sum, isTooMuch) = own.addingReportingOverflow(more)
            return .int(isTooMuch ? own : sum)
        case (.object(let own), .object(let more)): return .object(own.merging(more) { $0.adding($1) })
        case (.null, _): return other
        default: return self
        }
    }
}
