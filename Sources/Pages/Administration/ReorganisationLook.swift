import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

extension Call {
    /// A form that says how a unit changes, with what was found out about it.
    func reorganisationPage(
        _ look: AdministrationLook,
        _ model: JSONObject,
        fault: Fault? = nil
    ) async throws -> Response {
        let unit = try await keptUnit()
        let step = unitStep
        let words = look.kit.words
        let today = configuration.calendars.standard.local(try await now()).date
        let path = "/admin/units/\(FormText.encoded(unit.code))"
        let steps = UnitStep.allCases.map { each -> JSONValue in
            [
                "name": .string(each.rawValue), "title": .string(words.text(each.title, language)),
                "is_here": .bool(each == step),
            ]
        }
        let own: JSONObject = [
            "unit_name": .string(unit.name), "unit_code": .string(unit.code), "here": .string(path),
            "steps": .array(steps), "step": .string(step.rawValue), "is_rename": .bool(step == .rename),
            "is_split": .bool(step == .split),
            // What broke off is finished by sending it again.
            "is_closed": .bool(unit.closing != nil && (fault?.status.code ?? 0) < 500),
            "other_title": .orNull(step.other.map { words.text($0, language) }),
            "other_needed": .bool(step != .close), "other": .string(text("other") ?? ""),
            "others": .array(others(than: unit, step)), "name": .string(text("name") ?? unit.name),
            "source": .string(text("source") ?? ""), "effective": .string(text("effective") ?? "\(today)"),
            "parts": .array(partFields), "children": .array(childFields(of: unit)),
            "rest": .string(text("rest") ?? "1"), "revision": .string("\"\(configuration.revision)\""),
        ]
        let title = words.text("admin.step.title", language)
        return try await administrationPage(
            look,
            "admin-reorganise",
            title: title,
            own.merging(model) { $1 },
            fault: fault
        )
    }

    /// Units that a form proposes as the other one: open ones of the same kind, or of the kind above.
    private func others(than unit: Workflow.Unit, _ step: UnitStep) -> [JSONValue] {
        let territory = configuration.territory
        let kind = step == .move ? unit.parent.flatMap { territory[$0]?.kind } : unit.kind
        return territory.all.filter { $0.closing == nil && $0.kind == kind && $0.id != unit.id }
            .sorted { $0.code < $1.code }.prefix(500).map { ["code": .string($0.code), "name": .string($0.name)] }
    }

    private var partFields: [JSONValue] {
        let (codes, names) = (keyed("part"), keyed("called"))
        return ["1", "2", "3", "4"].map { number in
            [
                "number": .string(number), "code": .string(codes[number]?.first ?? ""),
                "name": .string(names[number]?.first ?? ""), "is_rest": .bool((text("rest") ?? "1") == number),
            ]
        }
    }

    /// Units below, each with the part that it goes to.
    private func childFields(of unit: Workflow.Unit) -> [JSONValue] {
        let chosen = keyed("below")
        return configuration.territory.children(of: unit.id).filter { $0.closing == nil }.sorted { $0.code < $1.code }
            .map { child in
                let number = chosen[child.code]?.first ?? ""
                return [
                    "code": .string(child.code), "name": .string(child.name), "number": .string(number),
                    "has_number": .bool(!number.isEmpty),
                    "numbers": .array(
                        ["1", "2", "3", "4"].map { ["number": .string($0), "is_chosen": .bool($0 == number)] }
                    ),
                ]
            }
    }
}
