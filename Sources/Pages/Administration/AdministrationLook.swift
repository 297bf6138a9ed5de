import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// What all pages of administration show: which ways there are, and what was just done.
struct AdministrationLook {
    let kit: PageKit
    let way: AdministrationWay?

    init(_ kit: PageKit, _ way: AdministrationWay? = nil) {
        self.kit = kit
        self.way = way
    }

    /// What somebody can be told when they come back from a form.
    static let done = Parameter("done", in: .query, .name, zh: "刚办的事", en: "what was just done")

    private static let told = [
        "given": "admin.done.given", "ended": "admin.done.ended", "absence": "admin.done.absence",
        "locked": "admin.done.locked", "unlocked": "admin.done.unlocked", "sessions": "admin.done.sessions",
        "adopted": "admin.done.adopted", "published": "admin.done.published",
        "reorganised": "admin.done.reorganised", "known": "keeping.known.done",
    ]
}

extension Call {
    /// A page of administration.
    ///
    /// - Parameters:
    ///   - look: where it stands.
    ///   - template: its template.
    ///   - title: what it is called; nil: as its way.
    ///   - model: what it shows.
    ///   - fault: why what was sent is shown again.
    /// - Returns: the answer.
    /// - Throws: what the API says no with.
    func administrationPage(
        _ look: AdministrationLook,
        _ template: String,
        title: String? = nil,
        _ model: JSONObject,
        fault: Fault? = nil
    ) async throws -> Response {
        var model = model
        let ways = try await seat(look.way).ways
        model["ways"] = .array(ways.map { look.json($0, isHere: $0 == look.way, language) })
        model["is_home"] = .bool(look.way == nil)
        if let fault {
            model["problem"] = .string(fault.message(language))
            model["problem_code"] = .string(fault.code)
            model["problem_details"] = .array(fault.faults.map { .string("\($0.place): \($0.wanted(language))") })
        }
        if let done = text("done").flatMap({ look.told($0, language) }) { model["done"] = .string(done) }
        if model["key"] == nil { model["key"] = .string(formKey(after: fault)) }
        let title = title ?? look.title(language)
        model["title"] = .string(title)
        return page(look.kit, template, title: title, model, status: fault?.status ?? .ok)
    }

    /// What was typed into an input; nil where it is empty.
    func typed(_ name: String) -> String? {
        text(name).map { FormText.trimmed($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension AdministrationLook {
    fileprivate func title(_ language: Language) -> String { kit.words.text(way?.title ?? "admin.title", language) }

    fileprivate func told(_ done: String, _ language: Language) -> String? {
        Self.told[done].map { kit.words.text($0, language) }
    }

    fileprivate func json(_ way: AdministrationWay, isHere: Bool, _ language: Language) -> JSONValue {
        [
            "path": .string(way.path), "title": .string(kit.words.text(way.title, language)),
            "lead": .string(kit.words.text(way.lead, language)), "is_here": .bool(isHere),
        ]
    }
}
