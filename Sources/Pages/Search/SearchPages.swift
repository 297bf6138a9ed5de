import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// 查找: by number, words and place, and by telephone for those who speak with residents.
struct SearchPages {
    let kit: PageKit
    private let book = PlaceBook()

    init(kit: PageKit) { self.kit = kit }

    var all: [Endpoint] { [search, telephone, telephoneAgain] }

    private static let linesAPage: Int64 = 30

    private var search: Endpoint {
        .page(
            .get,
            "/search",
            kit,
            id: "pageSearch",
            parameters: [
                Parameter("words", in: .query, .words(max: 100), zh: "编号或词", en: "a number or words"),
                Parameter("place", in: .query, .words(max: 100), zh: "地点：名称或编码", en: "the place, by name or code"),
                Parameter("closed", in: .query, .flag, zh: "也列已办结的", en: "those that have ended, too"),
                Parameter("responsible", in: .query, .words(max: 100), zh: "负责单位", en: "the unit that answers"),
                Parameter("alone", in: .query, .flag, zh: "不含其下级", en: "without what is below it"),
                Parameter("lamp", in: .query, .word(["green", "yellow", "red"]), zh: "灯", en: "the lamp"),
                Parameter("after", in: .query, .number, zh: "上一页最后一件", en: "the last one of the page before"),
            ]
        ) { [kit, book] call in
            let words = call.text("words") ?? ""
            // Whoever types a number means that one.
            if let number = TicketNumber(words), words.count > 4 { return call.seeOther("/matters/\(number)") }
            let sought = PlaceSought(call.text("place"), call, among: book)
            var model: JSONObject = [
                "words": .string(words), "closed": .bool(call.flag("closed")), "place": .string(sought.typed),
                "places": .array(PlaceSought.proposed(call, among: book)), "may_tick": true,
                "may_find_by_telephone": .bool(call.mayFindByTelephone),
            ]
            model = model.merging(call.narrowedModel(kit)) { $1 }
            var status = HTTPResponse.Status.ok
            switch sought.found {
            case .anywhere: model = model.merging(try await call.found(words, at: nil, kit)) { $1 }
            case .unit(let unit):
                model["at"] = sought.told(unit)
                model = model.merging(try await call.found(words, at: unit.code, kit)) { $1 }
            case .several(let units):
                let query = call.query(words, at: nil)
                model["several"] = [
                    "units": .array(
                        units.map { unit in
                            let path = "/search?\(query)&place=\(FormText.encoded(unit.code))"
                            return ["name": .string(sought.name(unit)), "path": .string(path)]
                        }
                    )
                ]
            case .nobodyKnows:
                model["problem"] = .string(
                    kit.words.text("search.no_place", call.language, ["place": sought.typed])
                )
                status = .unprocessableContent
            }
            let title = kit.words.text("search.title", call.language)
            return call.page(kit, "search", title: title, model, status: status)
        }
    }

    /// A telephone travels in a form's body alone: an address is kept by browsers, proxies and logs.
    private var telephone: Endpoint {
        .page(
            .post,
            "/search/telephone",
            kit,
            id: "pageSearchTelephone",
            parameters: [Parameter("phone", in: .form, .words(max: 40), zh: "电话", en: "the telephone")]
        ) { [kit] call in
            guard call.mayFindByTelephone else { throw Fault.telephonesHidden }
            let phone = call.text("phone") ?? ""
            var model: JSONObject = ["phone": .string(phone), "may_find_by_telephone": true, "may_tick": true]
            var status = HTTPResponse.Status.ok
            do {
                let found = try await call.ask("findByTelephone", body: ["phone": .string(phone)]).json
                let lines = try await call.lines(found, kit)
                model["found"] = [
                    "lines": .array(lines), "is_empty": .bool(lines.isEmpty), "count": .int(Int64(lines.count)),
                    "is_more": found["is_more"] ?? false,
                ]
            } catch {
                let fault = try Fault.known(error)
                model["problem"] = .string(fault.message(call.language))
                status = fault.status
            }
            let title = kit.words.text("search.by_telephone", call.language)
            return call.page(kit, "search-telephone", title: title, model, status: status)
        }
    }

    /// Whoever comes back to where only a form is answered, for instance by changing the language, finds the form.
    private var telephoneAgain: Endpoint {
        .page(.get, "/search/telephone", kit, id: "pageSearchTelephoneForm") { [kit] call in
            guard call.mayFindByTelephone else { throw Fault.telephonesHidden }
            let title = kit.words.text("search.by_telephone", call.language)
            return call.page(kit, "search-telephone", title: title, ["may_find_by_telephone": true])
        }
    }

    fileprivate static func page(_ values: [String: JSONValue]) -> [String: JSONValue] {
        values.merging(["limit": .int(linesAPage)]) { $1 }
    }
}

extension Fault {
    /// Telephones are nothing for them.
    fileprivate static let telephonesHidden = Fault(
        .forbidden,
        "contact_hidden",
        zh: "您不能查看诉求人的联系方式",
        en: "whom to reach is not for you to see"
    )
}

extension Call {
    /// Whether whoever asks may find matters by a telephone.
    fileprivate var mayFindByTelephone: Bool { caller.map { configuration.mayFindByTelephone($0.party) } ?? false }

    /// What is found, with the address of the next page.
    fileprivate func found(_ words: String, at place: String?, _ kit: PageKit) async throws -> JSONObject {
        var values: [String: JSONValue] = ["closed": .bool(flag("closed"))]
        if !words.isEmpty { values["words"] = .string(words) }
        if let place { values["place"] = .string(place) }
        if let after = text("after") { values["after"] = .string(after) }
        values.merge(narrowed) { $1 }
        let page = try await ask("listMatters", SearchPages.page(values))
        let lines = try await lines(page.json, kit)
        let query = query(words, at: place)
        return [
            "found": [
                "lines": .array(lines), "is_empty": .bool(lines.isEmpty),
                "next": .orNull(page.next.map { "/search?\(query)&after=\($0)" }),
            ]
        ]
    }

    /// What is looked for, for an address.
    fileprivate func query(_ words: String, at place: String?) -> String {
        "words=\(FormText.encoded(words))&closed=\(flag("closed"))" + narrowedQuery
            + (place.map { "&place=\(FormText.encoded($0))" } ?? "")
    }

    // MARK: - A list behind a number

    private var unitCode: String? { text("responsible").flatMap { $0.isEmpty ? nil : $0 } }

    /// Unit and lamp, as the API takes them.
    private var narrowed: [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        if let unitCode { values["responsible"] = .string(unitCode) }
        if flag("alone") { values["alone"] = true }
        if let lamp = text("lamp") { values["lamp"] = [.string(lamp)] }
        return values
    }

    /// The same, for the next page's address.
    private var narrowedQuery: String {
        (unitCode.map { "&responsible=\(FormText.encoded($0))" } ?? "") + (flag("alone") ? "&alone=true" : "")
            + (text("lamp").map { "&lamp=\($0)" } ?? "")
    }

    /// The same, as the page shows it and as its form hands it on.
    fileprivate func narrowedModel(_ kit: PageKit) -> JSONObject {
        let unit = unitCode.flatMap { configuration.territory.unit(code: $0) }
        let look = text("lamp").map { name -> JSONValue in
            ["name": .string(name), "title": .string(kit.words.text("lamp.\(name)", language))]
        }
        return [
            "unit": unit.map { ["code": .string($0.code), "name": .string($0.name)] } ?? .null,
            "is_alone": .bool(flag("alone")), "lamp": look ?? .null, "is_narrowed": .bool(unit != nil || look != nil),
        ]
    }
}
