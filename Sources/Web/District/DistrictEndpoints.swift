import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// What a district is made of: units, people with their posts.
enum DistrictEndpoints {
    static let all =
        [units, unit, people] + PersonEndpoints.all + PostEndpoints.all + DirectoryEndpoints.all + CalendarEndpoints.all
        + DefinitionEndpoints.all + ImportEndpoints.all + PlanEndpoints.all + DigestEndpoints.all

    static let units = Endpoint(
        .get,
        "/api/v1/units",
        id: "listUnits",
        tag: .units,
        summary: Bilingual(zh: "单位，自上而下", en: "Units, from the top down"),
        access: .scope(.readConfiguration),
        parameters: [
            Parameter("under", in: .query, .text(max: 100), zh: "只列此单位及其下级", en: "this unit and those below it only"),
            Parameter("kind", in: .query, .name, zh: "单位种类", en: "kind of unit"),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "单位", en: "units"),
                body: .object([.init("units", .list(shape, max: 1_000_000))]),
                headers: [.eTag]
            )
        ],
        refusals: [.unprocessableContent]
    ) { call in
        let territory = call.configuration.territory
        let root = try call.text("under").map { code throws(Fault) in try call.unit(code).id }
        let below = root.map { Set(territory.subtree(of: $0)) }
        let kind = call.text("kind")
        let found = territory.all.filter { unit in
            (below?.contains(unit.id) ?? true) && (kind == nil || unit.kind.text == kind)
        }
        return call.json(
            ["units": .array(found.sorted { $0.code < $1.code }.map { call.json($0) })],
            headers: call.revisionHeader
        )
    }

    static let unit = Endpoint(
        .get,
        "/api/v1/units/{code}",
        id: "readUnit",
        tag: .units,
        summary: Bilingual(zh: "一个单位", en: "A unit"),
        access: .scope(.readConfiguration),
        parameters: [Parameter("code", in: .path, .text(max: 100), zh: "单位编码", en: "the unit's code")],
        answers: [.init(.ok, Bilingual(zh: "单位", en: "the unit"), body: shape)],
        refusals: [.notFound]
    ) { call in
        let code = call.text("code") ?? ""
        guard let unit = call.configuration.territory.unit(code: code) else {
            throw Fault(.notFound, "unknown_unit", Fault.unknownUnit(code).message)
        }
        return call.json(call.json(unit))
    }

    static let people = Endpoint(
        .get,
        "/api/v1/people",
        id: "listPeople",
        tag: .units,
        summary: Bilingual(zh: "人员及其现任岗位；没有电话", en: "People with the posts they hold now; without telephones"),
        access: .scope(.readPeople),
        parameters: [
            Parameter("unit", in: .query, .text(max: 100), zh: "在此单位任职的", en: "those who hold a post there"),
            Parameter("role", in: .query, .name, zh: "任此角色的", en: "those who hold that role"),
            Parameter(
                "under",
                in: .query,
                .text(max: 100),
                zh: "在此单位或其下级任职的",
                en: "those who hold a post there or below"
            ),
            Parameter("words", in: .query, .words(max: 100), zh: "姓名或账号中的字", en: "part of a name or an account"),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "人员", en: "people"),
                body: .object([.init("people", .list(person, max: 1_000_000))]),
                headers: [.eTag]
            )
        ],
        refusals: [.unprocessableContent]
    ) { call in
        let configuration = call.configuration
        let context = configuration.context(at: try await call.now())
        let unit = try call.text("unit").map { code throws(Fault) in try call.unit(code).id }
        let role = call.text("role")
        let under = try call.text("under").map { code throws(Fault) in
            Set(configuration.territory.subtree(of: try call.unit(code).id))
        }
        let words = call.text("words")?.lowercased() ?? ""
        let named = configuration.people.values.filter { person in
            words.isEmpty || person.account.lowercased().contains(words) || person.name.lowercased().contains(words)
        }
        let seated = named.map { ($0, $0.party.seated(at: context.now, in: context).posts) }
        let found = seated.filter { _, posts in
            guard unit != nil || role != nil || under != nil else { return true }
            return posts.contains { post in
                (unit == nil || post.unit == unit) && (role == nil || post.role.text == role)
                    && under?.contains(post.unit) ?? true
            }
        }
        let json = found.sorted { $0.0.account < $1.0.account }.map { person, posts -> JSONValue in
            [
                "account": .string(person.account), "name": .string(person.name),
                "posts": .array(posts.map { configuration.json($0) }),
            ]
        }
        return call.json(["people": .array(json)], headers: call.revisionHeader)
    }

    static let post = Shape.object([.init("role", .name), .init("unit", MatterShapes.unit)]).called("Post")

    private static let person = Shape.object([
        .init("account", .text(max: 200)), .init("name", .words(max: 500)), .init("posts", .list(post, max: 1_000)),
    ]).called("PersonWithPosts")

    private static let location = Shape.object([
        .init("lat", .text(max: 20)), .init("long", .text(max: 20)), .init("radius", .integer(1...50_000)),
    ])

    private static let shape = Shape.object([
        .init("code", .text(max: 100)), .init("name", .words(max: 500)), .init("kind", .name),
        .init("kind_title", .words(max: 500)),
        .init("parent", Shape.text(max: 100).orNull),
        .init("attributes", .list(.text(max: 200), max: 1_000)),
        .init("pair", Shape.text(max: 100).orNull.noted(zh: "结对部门", en: "the department paired with it")),
        .init("closed_at", Shape.instant.orNull), .init("successor", Shape.text(max: 100).orNull),
        .init("grounds", .list(.text(max: 100), max: 10_000)),
        .init("location", location.orNull.noted(zh: "位置（WGS84）和半径（米）", en: "where it lies (WGS84), and metres around")),
    ]).called("UnitRecord")
}

extension Call {
    /// The configuration's revision, as writes of it take it (`If-Match`).
    var revisionHeader: HTTPFields { [.eTag: "\"\(configuration.revision)\""] }

    fileprivate func json(_ unit: Workflow.Unit) -> JSONValue {
        let territory = configuration.territory
        func code(_ id: UnitID?) -> JSONValue { .orNull(id.flatMap { territory[$0]?.code }) }
        return [
            "code": .string(unit.code), "name": .string(unit.name), "kind": .string(unit.kind.text),
            "kind_title": .string(KnownKinds.title(unit.kind)(language)),
            "parent": code(unit.parent), "attributes": .array(unit.attributes.sorted().map { .string($0) }),
            "pair": code(unit.pair), "closed_at": .orNull(unit.closing?.at.description),
            "successor": code(unit.closing?.successor),
            "grounds": .array(unit.grounds.compactMap { territory[$0]?.code }.sorted().map { .string($0) }),
            "location": unit.location.map(location) ?? .null,
        ]
    }

    private func location(_ location: Workflow.Unit.Location) -> JSONValue {
        [
            "lat": .string(location.position.latitudeText), "long": .string(location.position.longitudeText),
            "radius": .int(Int64(location.radius)),
        ]
    }
}

extension DistrictConfiguration {
    /// A post as JSON: role and unit.
    func json(_ post: Post) -> JSONValue {
        ["role": .string(post.role.text), "unit": json(post.unit)]
    }
}
