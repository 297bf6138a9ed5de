import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Workflow

extension DefinitionEndpoints {
    static let tell = Endpoint(
        .get,
        "/api/v1/definitions/{name}/words",
        id: "tellDefinition",
        tag: .definitions,
        summary: Bilingual(
            zh: "一个定义，用文字：各状态由谁负责、有哪些时限、动作通向哪里",
            en: "A definition in words: who answers in each state, which clocks run, where acts lead"
        ),
        access: .scope(.readConfiguration),
        parameters: [name, version],
        answers: [.init(.ok, Bilingual(zh: "文字", en: "the words"), body: telling)],
        refusals: [.notFound]
    ) { call in
        let machine = try call.machine()
        let told = DefinitionTelling(machine.definition, call.language) { KnownKinds.title($0)(call.language) }
        return call.json([
            "name": .string(machine.ref.name.text), "version": .int(Int64(machine.ref.version)),
            "title": .string(machine.definition.title(call.language)), "states": .array(told.states.map(json)),
            "clocks": .array(
                told.clocks.map { clock in
                    [
                        "name": .string(clock.name.text), "title": .string(clock.title), "limit": .string(clock.limit),
                        "warnings": .array(clock.warnings.map { .int(Int64($0)) }), "steps": texts(clock.steps),
                        "pauses": texts(clock.pauses),
                    ]
                }
            ),
            "everywhere": texts(told.everywhere),
        ])
    }

    static let picture = Endpoint(
        .get,
        "/api/v1/definitions/{name}/graph.svg",
        id: "drawDefinitionPicture",
        tag: .definitions,
        summary: Bilingual(zh: "定义的图（SVG）", en: "The definition's graph (SVG)"),
        access: .scope(.readConfiguration),
        parameters: [name, version],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "图", en: "the graph"),
                body: .words(max: 10_000_000),
                mediaTypes: ["image/svg+xml"]
            )
        ],
        refusals: [.notFound]
    ) { call in
        let text = try call.machine().definition.picture(call.language) { KnownKinds.title($0)(call.language) }
        return Response(
            status: .ok,
            headers: [.contentType: "image/svg+xml", .contentLanguage: call.language.tag],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    private static func json(_ state: DefinitionTelling.State) -> JSONValue {
        [
            "name": .string(state.name.text), "title": .string(state.title), "meaning": .orNull(state.meaning),
            "responsible": .orNull(state.responsible), "is_final": .bool(state.isFinal),
            "is_aside": .bool(state.isAside), "clocks": texts(state.clocks), "stays": texts(state.stays),
            "ways": .array(
                state.ways.map { way in
                    [
                        "to": ["name": .string(way.to.text), "title": .string(way.title)], "acts": texts(way.acts),
                        "is_by_clock": .bool(way.isByClock),
                    ]
                }
            ),
        ]
    }

    private static func texts(_ words: [String]) -> JSONValue { .array(words.map { .string($0) }) }

    private static let version = Parameter(
        "version",
        in: .query,
        .integer(1...1_000_000),
        zh: "第几版，默认现行的",
        en: "which version; the one in force if not given"
    )

    private static let words = Shape.list(.words(max: 5_000), max: 10_000)

    private static let state = Shape.object([
        .init("name", .name), .init("title", .words(max: 500)), .init("meaning", Shape.words(max: 5_000).orNull),
        .init("responsible", Shape.words(max: 500).orNull), .init("is_final", .flag), .init("is_aside", .flag),
        .init("clocks", words),
        .init(
            "ways",
            .list(
                .object([.init("to", MatterShapes.titled), .init("acts", words), .init("is_by_clock", .flag)]),
                max: 10_000
            )
        ),
        .init("stays", words),
    ]).called("ToldState")

    private static let clock = Shape.object([
        .init("name", .name), .init("title", .words(max: 500)), .init("limit", .words(max: 5_000)),
        .init("warnings", .list(.integer(0...1_000), max: 100)), .init("steps", words), .init("pauses", words),
    ]).called("ToldClock")

    private static let telling = Shape.object([
        .init("name", .name), .init("version", .integer(1...1_000_000)), .init("title", .words(max: 500)),
        .init("states", .list(state, max: 10_000)), .init("clocks", .list(clock, max: 10_000)),
        .init("everywhere", words),
    ]).called("ToldDefinition")
}
