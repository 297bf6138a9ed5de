import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Tabular
import Workflow

extension DirectoryEndpoints {
    static let simulate = Endpoint(
        .post,
        "/api/v1/directory/simulate",
        id: "simulateDirectory",
        tag: .directory,
        summary: Bilingual(
            zh: "用改过的目录试算已有工单：哪些会改由谁主办；不改动任何东西。全区系统管理员",
            en: """
                Try a changed directory against the tickets there are: what would move from whom to whom; nothing is \
                changed. The district's system administrator's
                """
        ),
        access: .scope(.readConfiguration),
        body: .object([
            .init("rows", SheetRows.shape),
            .optional("open", Shape.flag.noted(zh: "只算未办结的", en: "open ones only")),
        ]).called("ChangedDirectory"),
        answers: [.init(.ok, Bilingual(zh: "试算结果", en: "what would move"), body: simulation)],
        refusals: [.forbidden, .unprocessableContent, .serviceUnavailable],
        repetition: .harmless(Bilingual(zh: "试算不改动什么", en: "it changes nothing"))
    ) { call in
        try await call.requireSystemAdministrator()
        // It reads all tickets: as many at once as exports.
        let seat = try call.parts.exports.take()
        let configuration = call.configuration
        let sheet = try await SheetRows.reading(call.body["rows"]) { try DirectorySheet($0, for: configuration) }
        guard sheet.report.badRows == 0 else { throw Fault.badRows(sheet.report) }
        var filter = TicketFilter()
        filter.isOpenOnly = call.body["open"]?.bool ?? false
        // Who keeps the system sees no matters: counts, and no examples.
        let found = try await call.engine.simulate(sheet.directory, in: configuration, filter, mostExamples: 0)
        withExtendedLifetime(seat) {}
        let moves = found.moves.map { move -> JSONValue in
            [
                "from": move.from.map { configuration.json($0) } ?? .null,
                "to": move.to.map { configuration.json($0) } ?? .null, "count": .int(Int64(move.count)),
            ]
        }
        return call.json([
            "tickets": .int(Int64(found.total)), "moved": .int(Int64(found.moved)),
            "other_terms": .int(Int64(found.otherTerms)), "moves": .array(moves),
        ])
    }

    private static let count = Shape.integer(0...Int64.max)
    private static let simulation = Shape.object([
        .init("tickets", count), .init("moved", count),
        .init("other_terms", count.noted(zh: "主办不变，协办、时限等有变", en: "the lead stays, on other terms")),
        .init(
            "moves",
            .list(
                .object([
                    .init("from", MatterShapes.unit.orNull), .init("to", MatterShapes.unit.orNull),
                    .init("count", count),
                ]),
                max: 1_000_000
            )
        ),
    ]).called("DirectorySimulation")
}
