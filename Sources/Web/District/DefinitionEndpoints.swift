import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Workflow

/// Rules as data: what states and acts there are.
enum DefinitionEndpoints {
    static let all = [list, read, graph, publish, tell, picture]

    static let list = Endpoint(
        .get,
        "/api/v1/definitions",
        id: "listDefinitions",
        tag: .definitions,
        summary: Bilingual(zh: "已发布的定义", en: "Published definitions"),
        access: .scope(.readConfiguration),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "定义及最新版本", en: "definitions with their latest versions"),
                body: .object([
                    .init(
                        "definitions",
                        .list(
                            .object([
                                .init("name", .name), .init("version", .integer(1...1_000_000)),
                                .init("title", .words(max: 500)),
                                .init(
                                    "versions",
                                    .list(.integer(1...1_000_000), max: 1_000_000)
                                        .noted(zh: "发布过的版本", en: "all that were published")
                                ),
                            ]),
                            max: 1_000
                        )
                    )
                ])
            )
        ]
    ) { call in
        let versions = Dictionary(grouping: call.configuration.machines.keys) { $0.name }
        let json = call.configuration.latestMachines.map { machine -> JSONValue in
            [
                "name": .string(machine.ref.name.text), "version": .int(Int64(machine.ref.version)),
                "title": .string(machine.definition.title(call.language)),
                "versions": .array(
                    (versions[machine.ref.name] ?? []).map(\.version).sorted().map { .int(Int64($0)) }
                ),
            ]
        }
        return call.json(["definitions": .array(json)])
    }

    static let read = Endpoint(
        .get,
        "/api/v1/definitions/{name}",
        id: "readDefinition",
        tag: .definitions,
        summary: Bilingual(zh: "一个定义：状态、动作及其字段", en: "A definition: states, and acts with their fields"),
        access: .scope(.readConfiguration),
        parameters: [name],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "定义", en: "the definition"),
                body: .object([
                    .init("name", .name), .init("version", .integer(1...1_000_000)), .init("title", .words(max: 500)),
                    .init(
                        "states",
                        .list(
                            .object([
                                .init("name", .name), .init("title", .words(max: 500)), .init("is_final", .flag),
                                .init("meaning", Shape.words(max: 5_000).orNull),
                            ]),
                            max: 1_000
                        )
                    ),
                    .init("actions", .list(MatterShapes.action, max: 1_000)),
                ])
            )
        ],
        refusals: [.notFound]
    ) { call in
        let machine = try call.machine()
        let definition = machine.definition
        let view = ActionView(definition: definition, language: call.language)
        let states = definition.states.sorted { $0.key < $1.key }.map { name, state -> JSONValue in
            [
                "name": .string(name.text), "title": .string(state.title(call.language)),
                "is_final": .bool(state.isFinal), "meaning": .orNull(state.meaning?(call.language)),
            ]
        }
        return call.json([
            "name": .string(machine.ref.name.text), "version": .int(Int64(machine.ref.version)),
            "title": .string(definition.title(call.language)), "states": .array(states),
            "actions": .array(definition.actions.keys.sorted().compactMap { view.json($0) }),
        ])
    }

    static let graph = Endpoint(
        .get,
        "/api/v1/definitions/{name}/graph",
        id: "drawDefinition",
        tag: .definitions,
        summary: Bilingual(zh: "定义的图（Mermaid）", en: "The definition's graph (Mermaid)"),
        access: .scope(.readConfiguration),
        parameters: [name],
        answers: [
            .init(.ok, Bilingual(zh: "图", en: "the graph"), body: .words(max: 1_000_000), mediaTypes: ["text/plain"])
        ],
        refusals: [.notFound]
    ) { call in
        let text = try call.machine().definition.mermaid(call.language)
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8", .contentLanguage: call.language.tag],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    static let name = Parameter("name", in: .path, .name, zh: "定义的名称", en: "the definition's name")
}

extension Call {
    /// The latest version of the path's definition.
    ///
    /// Of another version where the question names one.
    func machine() throws(Fault) -> Machine {
        let word = text("name") ?? ""
        guard let name = DefinitionName(word), let latest = configuration.machine(latest: name) else {
            throw Fault(.notFound, "unknown_definition", zh: "没有发布过“\(word)”", en: "“\(word)” was never published")
        }
        guard let version = number("version") else { return latest }
        guard let machine = configuration.machine(DefinitionRef(name: name, version: version)) else {
            throw Fault(
                .notFound,
                "unknown_definition",
                zh: "“\(word)”没有第 \(version) 版",
                en: "“\(word)” has no version \(version)"
            )
        }
        return machine
    }
}
