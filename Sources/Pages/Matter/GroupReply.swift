import PGStore
import Web
import Workflow

/// What can be said of a matter in a group chat (复制回复): number, state, who holds it and until when.
///
/// No name, telephone or room stands there, and nothing of what was written: whoever reads a group may be anybody. Of what the public
/// must not hear at all (restricted, against somebody, to be kept secret, a task inside) there is none.
struct GroupReply {
    /// The text; nil where there is to be none.
    let text: String?

    /// Of a matter.
    ///
    /// - Parameters:
    ///   - matter: the whole matter, as the API tells it.
    ///   - look: how matters look to whoever asks.
    init(_ matter: JSONValue, _ look: MatterLook) {
        guard matter["sight"] == "full", let number = matter["number"]?.string,
            let state = matter["state"]?["title"]?.string, let rules = look.rules(of: matter),
            rules.privacy.board != nil
        else {
            text = nil
            return
        }
        let privacy = rules.privacy
        let secret = [privacy.restriction, privacy.complainedUnits, privacy.complainedPeople, privacy.secrecy]
            .compactMap { $0?.text }
        let facts = (matter["facts"]?.array ?? []).compactMap { $0["name"]?.string }
        guard !facts.contains(where: secret.contains) else {
            text = nil
            return
        }
        func say(_ path: String, _ values: [String: String]) -> String {
            look.kit.words.text(path, look.language, values)
        }
        var parts = [say("reply.state", ["number": number, "state": state])]
        if let closed = look.time(matter["closed_at"]).string {
            parts.append(say("reply.closed", ["time": closed]))
        } else {
            if let awaited = look.awaited(matter) {
                parts.append(awaited)
            } else if let holder = matter["responsible"]?["name"]?.string {
                parts.append(say("reply.holder", ["unit": holder]))
            }
            if matter["waits_for"]?["until"]?.string == nil, let due = look.due(matter["next_due_at"])["at"]?.string {
                parts.append(say("reply.until", ["time": due]))
            }
        }
        text = Masking.text(parts.joined(separator: say("reply.comma", [:])) + say("reply.stop", [:]))
    }
}
