import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Paper: a matter as a 承办单, with room for what leaders and handlers write and sign by hand.
struct PrintPages {
    let kit: PageKit

    var all: [Endpoint] { [sheet] }

    private var sheet: Endpoint {
        .page(
            .get,
            "/matters/{number}/print",
            kit,
            id: "pageMatterPrint",
            parameters: [Parameter("number", in: .path, .number, zh: "编号", en: "the number")]
        ) { [kit] call in
            let number = JSONValue.string(call.text("number") ?? "")
            let matter = try await call.ask("readMatter", ["number": number]).json
            let look = try await call.look(kit)
            var model: JSONObject = [
                "matter": .object(look.matter(matter)), "printed_at": look.time(.string(look.now.description)),
                "boxes": .array(Self.boxes.map { .string(kit.words.text($0, call.language)) }),
            ]
            if matter["sight"] == "full" {
                let told = try await call.ask("readTimeline", ["number": number]).json["events"]?.array ?? []
                model["events"] = .array(told.map(look.event))
                model["has_events"] = .bool(!told.isEmpty)
            }
            return call.page(kit, "print", title: kit.words.text("print.title", call.language), model)
        }
    }

    /// What is written by hand, in the order in which paper goes round.
    private static let boxes = ["print.draft", "print.instruction", "print.result", "print.check"]
}
