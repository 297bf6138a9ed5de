import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Who leads what, and why.
enum DirectoryEndpoints {
    static let all = [rules, explain, check, simulate, adopt, revoke]

    static let rules = Endpoint(
        .get,
        "/api/v1/directory",
        id: "listRules",
        tag: .directory,
        summary: Bilingual(zh: "派单目录的规则，按其次序", en: "The directory's rules, in their order"),
        access: .scope(.readConfiguration),
        parameters: [
            Parameter("lead", in: .query, .text(max: 100), zh: "主办单位编码", en: "the code of the lead")
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "规则", en: "rules"),
                body: .object([.init("rules", .list(rule, max: 1_000_000))]),
                headers: [.eTag]
            )
        ]
    ) { call in
        let configuration = call.configuration
        let lead = call.text("lead")
        let found = configuration.directory.rules.filter {
            lead == nil || configuration.territory[$0.lead]?.code == lead
        }
        return call.json(["rules": .array(found.map { configuration.json($0) })], headers: call.revisionHeader)
    }

    static let explain = Endpoint(
        .get,
        "/api/v1/directory/explain",
        id: "explainRule",
        tag: .directory,
        summary: Bilingual(
            zh: "某类别在某地由谁主办，哪条规则说的，哪些差一点",
            en: "Who leads a category at a place, by which rule, and which nearly"
        ),
        access: .scope(.readConfiguration),
        parameters: [
            Parameter("category", in: .query, .text(max: 200), isRequired: true, zh: "类别", en: "the category"),
            Parameter(
                "place",
                in: .query,
                .text(max: 100),
                isRequired: true,
                zh: "地点的单位编码",
                en: "the code of the place"
            ),
        ],
        answers: [.init(.ok, Bilingual(zh: "说明", en: "the explanation"), body: explanation)],
        refusals: [.unprocessableContent]
    ) { call in
        let configuration = call.configuration
        let place = try call.unit(call.text("place") ?? "")
        let found = configuration.explain(category: call.text("category") ?? "", place: place.id)
        let answer =
            switch found.answer {
            case .rule: "rule"
            case .pair: "pair"
            case .nobody: "nobody"
            }
        let misses = found.nearMisses.map { miss -> JSONValue in
            [
                "rule": configuration.json(miss.rule), "reason": .string(miss.reason.code),
                "why": .string(found.why(miss, call.language)),
            ]
        }
        return call.json([
            "answer": .string(answer), "rule": found.rule.map { configuration.json($0) } ?? .null,
            "near_misses": .array(misses), "more": .int(Int64(found.more)),
            "text": .string(call.language == .zh ? found.chinese : found.english),
        ])
    }

    static let check = Endpoint(
        .get,
        "/api/v1/directory/check",
        id: "checkDirectory",
        tag: .directory,
        summary: Bilingual(
            zh: "查目录：无主的类别与地方、重叠、从不适用、上级收回",
            en: "Prove the directory: without owner, overlaps, never matching, taken back"
        ),
        access: .scope(.readConfiguration),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "查出的问题", en: "the findings"),
                body: .object([
                    .init("rules", .integer(0...1_000_000)), .init("places", .integer(0...1_000_000)),
                    .init(
                        "findings",
                        .list(
                            .object([
                                .init("code", .text(max: 100)), .init("path", .words(max: 2_000)),
                                .init("text", .words(max: 10_000)),
                            ]),
                            max: 1_000_000
                        )
                    ),
                ])
            )
        ]
    ) { call in
        let review = call.configuration.review()
        let findings = review.problems.map { problem -> JSONValue in
            [
                "code": .string(problem.code), "path": .string(problem.path),
                "text": .string(problem.message(call.language)),
            ]
        }
        return call.json([
            "rules": .int(Int64(call.configuration.directory.rules.count)), "places": .int(Int64(review.places)),
            "findings": .array(findings),
        ])
    }

    private static let rule = Shape.object([
        .init("id", .text(max: 200)), .init("category", .text(max: 200)), .init("place", MatterShapes.unit.orNull),
        .init("attributes", .list(.text(max: 200), max: 1_000)), .init("lead", MatterShapes.unit),
        .init("co_handlers", .list(MatterShapes.unit, max: 1_000)),
        .init("duty", .word(["basic", "assist", "reclaimed"])), .init("limits", .map(.text(max: 40), max: 100)),
        .init("evidence", .list(.text(max: 40), max: 20)),
        .init("necessity", Shape.words(max: 2_000).orNull.noted(zh: "取证的必要性", en: "why that evidence is needed")),
        .init("approval", Shape.words(max: 2_000).orNull.noted(zh: "取证的批准文件", en: "the decision that approved it")),
        .init("source", .words(max: 2_000)),
    ]).called("Rule")

    private static let explanation = Shape.object([
        .init("answer", .word(["rule", "pair", "nobody"])), .init("rule", rule.orNull),
        .init(
            "near_misses",
            .list(
                .object([
                    .init("rule", rule), .init("reason", .name),
                    .init("why", Shape.words(max: 2_000).noted(zh: "为什么没有用它", en: "why it did not count")),
                ]),
                max: 100
            )
        ),
        .init("more", .integer(0...1_000_000)), .init("text", .words(max: 100_000)),
    ]).called("Explanation")
}

extension DistrictConfiguration {
    /// A rule of the directory as JSON.
    fileprivate func json(_ rule: DirectoryRule) -> JSONValue {
        let limits = rule.limits.map { ($0.key.text, JSONValue.string($0.value.description)) }
        return [
            "id": .string(rule.id), "category": .string(rule.category), "place": rule.place.map { json($0) } ?? .null,
            "attributes": .array(rule.attributes.sorted().map { .string($0) }), "lead": json(rule.lead),
            "co_handlers": .array(rule.coHandlers.map { json($0) }), "duty": .string(rule.duty.rawValue),
            "limits": .object(JSONObject(limits)),
            "evidence": .array((rule.evidence?.asked.map(\.rawValue).sorted() ?? []).map { .string($0) }),
            "necessity": .orNull(rule.evidence?.necessity), "approval": .orNull(rule.evidence?.approval),
            "source": .string(rule.source),
        ]
    }
}
