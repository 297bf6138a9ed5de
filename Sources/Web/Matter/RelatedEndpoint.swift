import Dispatcher
import HTTPTypes
import PGStore
import Workflow

/// Matters that may have to do with one (疑似重复、同一诉求人).
enum RelatedEndpoint {
    static let related = Endpoint(
        .get,
        "/api/v1/matters/{number}/related",
        id: "listRelated",
        tag: .matters,
        summary: Bilingual(
            zh: "疑似重复的在办诉求，和同一电话的其他诉求；只作提示，并不并单",
            en: """
                Open matters that may be about the same thing, and others of the same telephone; it only tells, and merges nothing
                """
        ),
        access: .scope(.readMatters),
        parameters: [MatterEndpoints.number],
        answers: [
            .init(
                .ok,
                MatterEndpoints.found,
                body: .object([
                    .init("likely", .list(likely, max: 10).noted(zh: "最像的在前", en: "those most alike first")),
                    .init(
                        "of_caller",
                        .list(MatterShapes.line, max: 20).noted(
                            zh: "最近的在前，含已办结的；您不能看联系方式的不列",
                            en: "the latest first, ended ones, too; not those of which you may not see whom to reach"
                        )
                    ),
                ])
            )
        ],
        refusals: [.notFound]
    ) { call in
        let view = try await call.fullView()
        let party = try await call.seated()
        let found = try await call.engine.related(
            to: view.telling.ticket,
            in: call.configuration,
            for: party,
            as: view.reader
        )
        let likely = found.likely.compactMap { line, likeness -> JSONValue? in
            guard let matter = call.json(line, for: party) else { return nil }
            let reasons = likeness.reasons.map { reason -> JSONValue in
                ["name": .string(reason.rawValue), "title": .string(reason.title(call.language))]
            }
            return ["matter": matter, "percent": .int(Int64(likeness.percent)), "reasons": .array(reasons)]
        }
        return call.json([
            "likely": .array(likely), "of_caller": .array(found.ofCaller.compactMap { call.json($0, for: party) }),
        ])
    }

    private static let likely = Shape.object([
        .init("matter", MatterShapes.line),
        .init("percent", .integer(0...100).noted(zh: "多像", en: "how much alike")),
        .init("reasons", .list(MatterShapes.titled, max: 10)),
    ]).called("LikelyMatter")
}
