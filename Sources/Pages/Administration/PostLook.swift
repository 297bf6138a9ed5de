import Web
import Workflow

/// Posts as administrators read them: who holds which from when until when, and which nobody does.
struct PostLook {
    let call: Call
    let kit: PageKit

    /// A post with its tenures.
    func post(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        let state = json["state"]?.string ?? ""
        members["is_empty"] = .bool(state == "empty")
        members["is_away"] = .bool(state == "away")
        members["is_coming"] = .bool(state == "coming")
        members["tenures"] = .array(
            (json["tenures"]?.array ?? []).map { tenure($0, role: json["role"], unit: json["unit"]) }
        )
        return .object(members)
    }

    /// A tenure with its days in words, and where it can be ended.
    func tenure(_ json: JSONValue, role: JSONValue?, unit: JSONValue?, account: String? = nil) -> JSONValue {
        var members = json.object ?? [:]
        members["days"] = .string(days(json["since"]?.string, json["until"]?.string))
        let account = account ?? json["person"]?["account"]?.string ?? ""
        members["person_path"] = .string("/admin/people/" + FormText.encoded(account))
        let since = json["since"]?.string.map { "&since=\($0)" } ?? ""
        let query = "account=\(FormText.encoded(account))&role=\(role?["name"]?.string ?? "")\(since)"
        let code = FormText.encoded(unit?["code"]?.string ?? "")
        // What has an end already can be given another; what has come to it cannot.
        members["end_path"] = .string("/admin/units/\(code)/post/end?\(query)")
        return .object(members)
    }

    private func days(_ since: String?, _ until: String?) -> String {
        let open = kit.words.text("admin.post.always", call.language)
        guard since != nil || until != nil else { return open }
        return "\(since ?? "…") – \(until ?? "…")"
    }
}
