import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Paper: a matter as a 承办单, with room for what leaders and handlers write and sign by hand.
struct PrintPages {
    let kit: PageKit

    var all: [Endpoint] { [sheet, sheets] }

    /// What is printed at once.
    private static let most = 100

    private var sheet: Endpoint {
        .page(
            .get,
            "/matters/{number}/print",
            kit,
            id: "pageMatterPrint",
            parameters: [Parameter("number", in: .path, .number, zh: "编号", en: "the number")]
        ) { [kit] call in
            try await call.slips(kit, [call.text("number") ?? ""], back: "/matters/\(call.text("number") ?? "")")
        }
    }

    private var sheets: Endpoint {
        .page(
            .get,
            "/print",
            kit,
            id: "pagePrint",
            parameters: [Parameter("number", in: .query, .list(.number, max: Self.most), zh: "编号", en: "numbers")]
        ) { [kit] call in
            try await call.slips(kit, call.texts("number"), back: "/work")
        }
    }

    /// What is written by hand, in the order in which paper goes round.
    fileprivate static let boxes = ["print.draft", "print.instruction", "print.result", "print.check"]
}

extension MatterLook {
    /// Each limit that runs, with until when, what is due first standing first: a slip says all that it is to be done by.
    fileprivate func limits(of matter: JSONValue) -> [JSONValue] {
        let rules = rules(of: matter)
        let running = (matter["clocks"]?.array ?? []).filter { clock in
            let known = clock["name"]?.string.flatMap { ClockName($0) }.flatMap { rules?.clocks[$0] }
            return clock["is_paused"] != true && clock["is_window"] != true && known?.lamp != false
        }
        return running.sorted { $0["due_at"]?.string ?? "~" < $1["due_at"]?.string ?? "~" }.compactMap { clock in
            due(clock["due_at"], counting: clock["counts"])["at"]?.string.map {
                .string("\(clock["title"]?.string ?? "") \($0)")
            }
        }
    }
}

extension Call {
    /// 承办单 of some matters, each on a page of its own.
    fileprivate func slips(_ kit: PageKit, _ numbers: [String], back: String) async throws -> Response {
        let look = try await look(kit)
        var slips: [JSONValue] = []
        for number in numbers {
            let number = JSONValue.string(number)
            let matter = try await ask("readMatter", ["number": number]).json
            let asked = try await asked(of: matter, look)
            var slip: JSONObject = [
                "matter": .object(look.matter(matter)), "has_events": false,
                "content": .orNull(look.content(of: matter, asked)),
                "limits": .array(look.limits(of: matter)),
                "measures": .orNull(matter["tried"]?.string ?? asked["tried"]?.string),
            ]
            if matter["sight"] == "full" {
                let told = try await ask("readTimeline", ["number": number]).json["events"]?.array ?? []
                slip["events"] = .array(told.map(look.event))
                slip["has_events"] = .bool(!told.isEmpty)
            }
            slips.append(.object(slip))
        }
        let model: JSONObject = [
            "slips": .array(slips), "printed_at": look.time(.string(look.now.description)), "back": .string(back),
            "boxes": .array(PrintPages.boxes.map { .string(kit.words.text($0, language)) }),
        ]
        return page(kit, "print", title: kit.words.text("print.title", language), model)
    }
}
