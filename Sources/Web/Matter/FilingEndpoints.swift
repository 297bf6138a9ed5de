import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// What makes filing short: categories of late, and the place of a position.
enum FilingEndpoints {
    static let all = [recent, place]

    /// Matters that are looked at, of the person and of each unit.
    private static let looked = 200
    private static let most = 50

    static let recent = Endpoint(
        .get,
        "/api/v1/recent-categories",
        id: "listRecentCategories",
        tag: .matters,
        summary: Bilingual(
            zh: "您最近上报用过的类别（最近的在前），和您任职单位在办最多的类别",
            en:
                "Categories that you filed by of late, the latest first, and those most frequent among what your units have open"
        ),
        access: .scope(.readMatters),
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "各看最近 \(looked) 件；目录里已没有的类别不列",
                    en: "of the latest \(looked) matters each; categories that the directory no longer has are left out"
                ),
                body: .object([.init("own", .list(category, max: most)), .init("units", .list(category, max: most))])
            )
        ]
    ) { call in
        let party = try await call.seated()
        guard let person = party.person else { return call.json(["own": [], "units": []]) }
        let uses = try await call.engine.categoryUses(
            by: person,
            around: call.units(of: party),
            in: call.configuration.id,
            upTo: looked,
            as: Reader(party, in: call.configuration)
        )
        let known = uses.filter { call.configuration.directory.categories.contains($0.category) }
        func names(_ uses: [String]) -> JSONValue { .array(uses.prefix(most).map { .string($0) }) }
        let own = known.filter(\.isOwn).sorted { $0.latest > $1.latest }.map(\.category)
        // Several units may have the same one.
        let around = Dictionary(known.filter { !$0.isOwn }.map { ($0.category, $0.count) }, uniquingKeysWith: +)
        let frequent = around.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        return call.json(["own": names(own), "units": names(frequent)])
    }

    static let place = Endpoint(
        .get,
        "/api/v1/places",
        id: "findPlace",
        tag: .units,
        summary: Bilingual(zh: "一个位置属于哪个单位", en: "The unit that a position belongs to"),
        access: .scope(.readConfiguration),
        parameters: [degrees("lat", zh: "纬度", en: "latitude"), degrees("long", zh: "经度", en: "longitude")],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "单位；附近没有则为 null", en: "the unit; null: none reaches so far"),
                body: .object([
                    .init("place", MatterShapes.unit.orNull), .init("above", .list(.words(max: 500), max: 50)),
                ])
            )
        ],
        refusals: [.unprocessableContent]
    ) { call in
        guard let position = Position(latitude: call.text("lat") ?? "", longitude: call.text("long") ?? "") else {
            throw Fault.badDegrees
        }
        let territory = call.configuration.territory
        let found = territory.place(at: position, kinds: call.configuration.ladder)
        let above = found.map { territory.chain(from: $0.id).dropFirst().reversed().map(\.name) } ?? []
        return call.json([
            "place": found.map { call.configuration.json($0.id) } ?? .null,
            "above": .array(above.map { .string($0) }),
        ])
    }

    private static let category = Shape.words(max: 500)

    private static func degrees(_ name: String, zh: String, en: String) -> Parameter {
        Parameter(
            name,
            in: .query,
            .text(max: 40),
            isRequired: true,
            zh: "\(zh)（WGS84 十进制度数）",
            en: "\(en) in decimal degrees of WGS84"
        )
    }
}

extension Fault {
    fileprivate static let badDegrees = Fault(
        .unprocessableContent,
        "bad_position",
        zh: "lat、long 须为 WGS84 十进制度数，如 30.0111、125.0",
        en: "lat and long are decimal degrees of WGS84, such as 30.0111 and 125.0"
    )
}
