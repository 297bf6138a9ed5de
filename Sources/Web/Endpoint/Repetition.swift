import HTTPTypes
package import Workflow

/// What becomes of a write that is sent again under the same key (Idempotency-Key).
///
/// Every write is one of these: whoever had no answer may always send it again.
package enum Repetition: Hashable, Sendable {
    /// The endpoint hands the key on itself: to a ticket's command, or to what is stored beside one.
    case command
    /// The gate keeps what was answered, but for these members of it, which are shown once and kept nowhere.
    case kept(but: [String] = [])
    /// The same again comes to the same by its nature, for this reason: nothing is kept.
    case harmless(Bilingual)
}

extension Endpoint {
    /// Whether it may change something.
    package var isWrite: Bool { method != .get && method != .head }

    /// What the parameters are with the key that every write takes.
    static func keyed(_ parameters: [Parameter], _ repetition: Repetition) -> [Parameter] {
        switch repetition {
        case .command: return parameters
        case .kept(let secrets):
            let shown = secrets.joined(separator: ", ")
            let (zh, en) =
                secrets.isEmpty
                ? ("", "") : ("；只显示一次的 \(shown) 不再给出（null）", "; what is shown once (\(shown)) is null then")
            return parameters + [
                key(
                    zh: "同一键的同一请求只办一次，答复相同，保留 30 天\(zh)",
                    en:
                        "the same request under the same key is carried out once and answered alike; kept for 30 days\(en)"
                )
            ]
        case .harmless(let why):
            return parameters + [key(zh: "可带，不必带：\(why.zh)", en: "may be given, and need not be: \(why.en)")]
        }
    }

    /// The key's header.
    private static func key(zh: String, en: String) -> Parameter {
        Parameter("Idempotency-Key", in: .header, .words(max: 200), zh: zh, en: en)
    }
}
