import PGStore
import Web
import Workflow

/// What stands above the form of an act: the last thing that somebody did, what is judged, and until when it would put clocks off.
struct ActAsked {
    private let look: MatterLook
    private let action: JSONValue
    private let matter: JSONValue
    private let events: [JSONValue]

    /// Of an act.
    ///
    /// - Parameters:
    ///   - action: the act as the API tells it.
    ///   - matter: the matter.
    ///   - events: what happened to it, in order.
    ///   - look: how matters look to whoever asks.
    init(_ action: JSONValue, _ matter: JSONValue, _ events: [JSONValue], _ look: MatterLook) {
        (self.action, self.matter, self.events, self.look) = (action, matter, events, look)
    }

    /// What templates take.
    var model: JSONObject {
        let judged = action["judges"]?.int.flatMap { seq in events.first { $0["seq"]?.int == seq } }
        let last = events.last(where: Self.isStep)
        let isSame = judged != nil && judged?["seq"] == last?["seq"]
        return [
            "last": isSame ? .null : last.map(look.event) ?? .null,
            "judged": judged.map(self.judged) ?? .null,
            "puts_off": .array((action["puts_off"]?.array ?? []).compactMap(putsOff)),
        ]
    }

    /// Whether somebody took a step: no clock, and no mere file.
    private static func isStep(_ event: JSONValue) -> Bool {
        ["person", "resident"].contains(event["actor"]?.string) && event["act"]?["name"]?.string != nil
            && event["act"]?["name"]?.string != Machine.attachAct.text
    }

    /// What is judged, with the files that came with it.
    private func judged(_ event: JSONValue) -> JSONValue {
        var members = look.event(event).object ?? [:]
        let files = (matter["attachments"]?.array ?? []).filter { $0["seq"] == event["seq"] }
        members["files"] = .object(look.files(["attachments": .array(files)]))
        return .object(members)
    }

    /// In a sentence: until when a clock would run.
    private func putsOff(_ json: JSONValue) -> JSONValue? {
        guard let due = look.due(json["due_at"], counting: json["counts"])["at"]?.string else { return nil }
        let words = ["clock": json["clock"]?["title"]?.string ?? "", "due": due]
        return .string(look.kit.words.text("handling.puts_off", look.language, words))
    }
}
