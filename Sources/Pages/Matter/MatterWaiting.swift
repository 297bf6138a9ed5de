import PGStore
import Web
import Workflow

extension MatterLook {
    /// Whom a matter waits for, what they have to do and until when, in a sentence; nil: nobody but who answers for it.
    func awaited(_ matter: JSONValue) -> String? {
        guard let awaited = matter["waits_for"], awaited != .null else { return nil }
        let units = (awaited["units"]?.array ?? []).compactMap { $0["name"]?.string }
        return sentence(units, what: awaited["what"]?.string ?? "", until: awaited["until"])
    }

    /// The same of a whistle, where it is known who has come: those who have not, until when, and those who have.
    ///
    /// - Parameter departments: those who were called, as the API tells them.
    /// - Returns: the sentence; nil: nobody is called any more.
    func awaited(of departments: [JSONValue]) -> String? {
        // Of a task that one may not see nobody knows who has come.
        let open = departments.filter { $0["end"] == .null && $0["state"] != .null }
        func names(_ called: [JSONValue]) -> String {
            called.compactMap { $0["lead"]?["name"]?.string }.joined(separator: comma)
        }
        let (here, missing) = (
            open.filter { $0["arrived_at"]?.string != nil }, open.filter { $0["arrived_at"]?.string == nil }
        )
        guard !open.isEmpty else { return nil }
        let came = kit.words.text("waits.came", language, ["units": names(here)])
        guard !missing.isEmpty else { return kit.words.text("waits.all_came", language, ["units": names(here)]) }
        let until = missing.compactMap { $0["arrive_by"]?.string }.min().map { JSONValue.string($0) }
        let what = kit.words.text("waits.come", language)
        let waits = sentence(missing.compactMap { $0["lead"]?["name"]?.string }, what: what, until: until)
        return here.isEmpty ? waits : waits + came
    }

    private func sentence(_ units: [String], what: String, until: JSONValue?) -> String {
        var facts = ["units": units.joined(separator: comma), "what": what]
        guard let until = time(until).string else { return kit.words.text("waits.for", language, facts) }
        facts["until"] = until
        return kit.words.text("waits.until", language, facts)
    }

    /// What stands between the parts of a list.
    var comma: String { kit.words.text("waits.comma", language) }
}
