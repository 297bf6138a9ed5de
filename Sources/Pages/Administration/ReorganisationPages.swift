import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 单位调整: a unit is called otherwise, moved, merged, split or closed by a document; tried first, then carried out.
struct ReorganisationPages {
    let kit: PageKit

    var all: [Endpoint] { [form, send] }

    private var look: AdministrationLook { AdministrationLook(kit, .units) }
    private static let path = "/admin/units/{code}/reorganise"
    private static let steps = Shape.word(UnitStep.allCases.map(\.rawValue))

    private var form: Endpoint {
        .page(
            .get,
            Self.path,
            kit,
            id: "pageReorganisation",
            parameters: [UnitPages.code, Parameter("step", in: .query, Self.steps, zh: "怎么调整", en: "what is done")]
        ) { [look] call in try await call.reorganisationPage(look, [:]) }
    }

    /// How many units stand below one that is split, at the most.
    private static let belowAtMost = 2_000

    private static let sent =
        [
            Parameter("step", in: .form, steps, zh: "怎么调整", en: "what is done"),
            Parameter("name", in: .form, .words(max: 100), zh: "新名称", en: "the new name"),
            Parameter("other", in: .form, .words(max: 100), zh: "另一单位的编码或名称", en: "the other unit, by code or name"),
            Parameter("source", in: .form, .words(max: 200), zh: "文号", en: "the document it rests upon"),
            Parameter("effective", in: .form, .words(max: 10), zh: "生效之日", en: "its first day"),
            Parameter(
                "part",
                in: .form,
                .map(.list(.words(max: 50), max: 1), max: 4),
                zh: "分成的单位",
                en: "the parts' codes"
            ),
            Parameter("called", in: .form, .map(.list(.words(max: 100), max: 1), max: 4), zh: "其名称", en: "their names"),
            Parameter(
                "below",
                in: .form,
                .map(.list(.words(max: 1), max: 1), max: belowAtMost),
                zh: "下级归谁",
                en: "whose is below"
            ),
            Parameter("rest", in: .form, .words(max: 1), zh: "其余归谁", en: "whose the rest is"),
            Parameter("revision", in: .form, .words(max: 20), zh: "看到的版本", en: "the revision that was seen"),
            Parameter("carry_out", in: .form, .flag, zh: "已看过，调整", en: "it was looked at: carry it out"),
            FormKey.parameter,
        ] + LongWork.parameters

    private var send: Endpoint {
        .page(
            .post,
            Self.path,
            kit,
            id: "pageReorganisationSent",
            parameters: [UnitPages.code] + Self.sent,
            // A form sends every unit below, also those that go where the rest does.
            pairsAtMost: Self.belowAtMost + 64
        ) { [look] call in
            let unit = try await call.keptUnit()
            do {
                let body = PlanText.body(try call.reorganisation(of: unit))
                guard call.flag("carry_out") else {
                    let trial = try await call.ask("reorganiseUnits", ["dry_run": true], body: body).json
                    let told = try await call.trial(trial, from: call.typed("effective"), look.kit)
                    return try await call.reorganisationPage(look, ["trial": told])
                }
                return try await call.reorganise(look, body, Self.sent)
            } catch {
                // What broke off in the middle goes on from there.
                let sums = call.sums
                let model = call.text("sums").map { _ in call.goingOn(unit, sums, call.number("after"), Self.sent) }
                return try await call.reorganisationPage(look, model ?? [:], fault: try Fault.known(error))
            }
        }
    }
}

/// What can be done to a unit.
enum UnitStep: String, CaseIterable {
    /// It is called otherwise.
    case rename
    /// It stands below another.
    case move
    /// It goes into another.
    case merge
    /// It becomes several.
    case split
    /// It takes nothing new; who follows it is named, or nobody.
    case close

    /// Its title's place in the catalogues.
    var title: String {
        switch self {
        case .rename: "admin.step.rename"
        case .move: "admin.step.move"
        case .merge: "admin.step.merge"
        case .split: "admin.step.split"
        case .close: "admin.step.close"
        }
    }

    /// What the other unit is to this one; nil: there is none.
    var other: String? {
        switch self {
        case .rename, .split: nil
        case .move: "admin.step.under"
        case .merge: "admin.step.into"
        case .close: "admin.step.successor"
        }
    }
}

extension DistrictConfiguration {
    /// What a unit is called; its code where there is none.
    fileprivate func unitName(_ code: String) -> String { territory.unit(code: code)?.name ?? code }
}

extension Call {
    /// Carries a portion out; the units change with the first.
    fileprivate func reorganise(_ look: AdministrationLook, _ body: JSONValue, _ sent: [Parameter]) async throws
        -> Response
    {
        let unit = try await keptUnit()
        var values = sentKey.merging(portion(portionAtMost)) { $1 }
        let isFirst = text("sums") == nil
        // The first portion makes another revision of what was seen.
        if isFirst, let revision = typed("revision") { values["If-Match"] = .string(revision) }
        let told = try await ask("reorganiseUnits", values, body: body).json
        var sums = sums.adding(told["matters"] ?? [:]).object ?? [:]
        sums["left"] = told["matters"]?["left"]
        if isFirst { sums["known"] = told["known"] }
        if let last = told["matters"]?["last"]?.int {
            return try await reorganisationPage(look, goingOn(unit, .object(sums), Int(last), sent))
        }
        // Whoever was told that none would be left behind hears of one that was.
        if sums["cannot"]?.object?.isEmpty == false {
            sums["people_told"] = nil
            return try await reorganisationPage(look, ["result": matters(.object(sums), look.kit)])
        }
        let isNothing = sums["known"] == true && sums["moved"] == 0
        return seeOther("/admin/units?done=\(isNothing ? "known" : "reorganised")")
    }

    /// How far it has come, and what goes on.
    fileprivate func goingOn(
        _ unit: Workflow.Unit,
        _ sums: JSONValue,
        _ last: Int?,
        _ sent: [Parameter]
    ) -> JSONObject {
        var fields = sentAgain(sent) + [("sums", sums.canonicalText)]
        if let last { fields.append(("after", "\(last)")) }
        let done = sums["tickets"]?.int ?? 0
        let path = "/admin/units/\(FormText.encoded(unit.code))/reorganise"
        let total = done + (sums["left"]?.int ?? 0)
        return ["going": LongWork(path: path, done: done, total: total, fields: fields).json, "is_moving": true]
    }

    /// What is done to it.
    var unitStep: UnitStep { text("step").flatMap { UnitStep(rawValue: $0) } ?? .rename }

    /// The parts that were typed: number, code and name; without a code there is none.
    private var parts: [(number: String, code: String, name: String)] {
        let (codes, names) = (keyed("part"), keyed("called"))
        return ["1", "2", "3", "4"].compactMap { number in
            guard let code = codes[number]?.first.map({ FormText.trimmed($0) }), !code.isEmpty else { return nil }
            return (number, code, FormText.trimmed(names[number]?.first ?? ""))
        }
    }

    /// The plan that the form says.
    ///
    /// - Throws: `Fault` with `missing` where the document's number or its day is left out.
    fileprivate func reorganisation(of unit: Workflow.Unit) throws(Fault) -> JSONObject {
        guard let source = typed("source") else { throw .missing(zh: "请填文号", en: "say upon which document it rests") }
        guard let day = typed("effective") else { throw .missing(zh: "请填生效之日", en: "say from which day it holds") }
        // Whoever types a name means the one unit that bears it.
        let other = typed("other").map { configuration.unit(called: $0)?.code ?? $0 }
        let code = JSONValue.string(unit.code)
        let step: JSONObject
        switch unitStep {
        case .rename:
            guard let name = typed("name") else { throw .missing(zh: "请填新名称", en: "say what it is called") }
            step = ["rename": ["unit": code, "name": .string(name)]]
        case .move:
            guard let other else { throw .missing(zh: "请填新的上级", en: "say below which unit it stands") }
            step = ["move": ["unit": code, "under": .string(other)]]
        case .merge:
            guard let other else { throw .missing(zh: "请填并入哪个单位", en: "say into which unit it goes") }
            step = ["merge": ["units": [code, .string(other)], "into": .string(other)]]
        case .split: step = ["split": try splitting(unit)]
        case .close:
            var members: JSONObject = ["unit": code]
            if let other { members["successor"] = .string(other) }
            step = ["close": .object(members)]
        }
        // By what it does alone: sent again after it broke off, in another language too, it is the same plan.
        let title = "page: \(unit.code)"
        return [
            "plan": .string(title), "source": .string(source), "effective": .string(day), "steps": [.object(step)],
        ]
    }

    private func splitting(_ unit: Workflow.Unit) throws(Fault) -> JSONValue {
        let parts = parts
        guard parts.count > 1 else { throw .missing(zh: "请填分成的至少两个单位", en: "say into which two units, or more") }
        let codes = Dictionary(parts.map { ($0.number, $0.code) }, uniquingKeysWith: { first, _ in first })
        var below: [String: [JSONValue]] = [:]
        for (child, number) in keyed("below") {
            guard let number = number.first else { continue }
            guard let part = codes[number] else { throw .emptyPart(number, for: configuration.unitName(child)) }
            below[part, default: []].append(.string(child))
        }
        let own = text("rest") ?? ""
        guard let rest = codes[own] ?? (own.isEmpty ? parts[0].code : nil) else {
            throw .emptyPart(own, for: unit.name)
        }
        return [
            "unit": .string(unit.code),
            "into": .array(
                parts.map { part in
                    // A unit that is there keeps its name where none is typed.
                    part.name.isEmpty
                        ? ["code": .string(part.code)] : ["code": .string(part.code), "name": .string(part.name)]
                }
            ),
            "below": .object(
                JSONObject(below.map { ($0.key, .array($0.value.sorted { ($0.string ?? "") < ($1.string ?? "") })) })
            ),
            "rest": .string(rest),
        ]
    }
}

extension Fault {
    /// Something that a form needs was left out.
    fileprivate static func missing(zh: String, en: String) -> Fault {
        Fault(.unprocessableContent, "missing", zh: zh, en: en)
    }
}

extension Fault {
    /// Something goes to a part for which nothing was typed.
    fileprivate static func emptyPart(_ number: String, for name: String) -> Fault {
        Fault(
            .unprocessableContent,
            "empty_part",
            zh: "“\(name)”归第 \(number) 个，但第 \(number) 个没有填编码",
            en: "“\(name)” goes to part \(number), which has no code"
        )
    }
}
