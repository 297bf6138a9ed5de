import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Shipped
import Workflow

extension DefinitionEndpoints {
    static let publish = Endpoint(
        .post,
        "/api/v1/definitions",
        id: "publishDefinition",
        tag: .definitions,
        summary: Bilingual(
            zh: "发布定义：新工单按新版本，在办的不变；与现行相同则不变。全区系统管理员",
            en: """
                Publish a definition: new tickets run by it, those that run stay with theirs; the same as in force changes \
                nothing. The district's system administrator's
                """
        ),
        access: .scope(.writeConfiguration),
        parameters: [ImportEndpoints.trial, ImportEndpoints.revision],
        body: .object([
            .init(
                "lines",
                .list(.words(max: 4_000), max: 100_000)
                    .noted(zh: "定义的文本（YAML 或 JSON），逐行", en: "the definition's text, YAML or JSON, line by line")
            )
        ]).called("DefinitionToPublish"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "现行版本，及与前一版的不同", en: "the version in force, and what is different"),
                body: published
            )
        ],
        refusals: [.forbidden, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
    ) { call in
        try await call.requireSystemAdministrator()
        let (definition, isTrial) = (try call.definition(), call.flag("dry_run"))
        let old = call.configuration.machine(latest: definition.name)
        let changes = old.map { definition.changes(since: $0.definition) } ?? []
        var version = old?.ref.version ?? 0
        if !isTrial {
            do {
                version = try await call.engine.publish(definition, in: call.configuration.id, by: call.writer())
                    .version
            } catch let error as ImportError {
                throw Fault(error)
            }
        }
        return call.json([
            "name": .string(definition.name.text), "version": .int(Int64(version)), "is_trial": .bool(isTrial),
            "changes": .array(
                changes.map { change in
                    [
                        "code": .string(change.code), "path": .string(change.path),
                        "text": .string(change.message(call.language)),
                    ]
                }
            ),
        ])
    }

    private static let published = Shape.object([
        .init("name", .name),
        .init(
            "version",
            Shape.integer(0...1_000_000).noted(zh: "现行版本；0：未发布过", en: "the version in force; 0: never published")
        ),
        .init("is_trial", .flag),
        .init(
            "changes",
            .list(
                .object([
                    .init("code", .text(max: 100)), .init("path", .words(max: 2_000)),
                    .init("text", .words(max: 10_000)),
                ]),
                max: 100_000
            )
        ),
    ]).called("PublishedDefinition")
}

extension Call {
    /// The definition of the body, without findings.
    ///
    /// - Throws: `Fault` with `bad_yaml` or `definition_findings`.
    fileprivate func definition() throws -> WorkflowDefinition {
        let document = try document()
        do throws(Problems) {
            let definition = try WorkflowDefinition(document: document)
            let problems = definition.problems()
            guard problems.isEmpty else { throw Problems(problems) }
            return definition
        } catch {
            throw Fault.findings("definition_findings", error)
        }
    }

    /// The document of the body, which is sent line by line.
    ///
    /// - Throws: `Fault` with `bad_yaml`.
    func document() throws(Fault) -> JSONValue {
        do throws(YAMLError) {
            let lines = body["lines"]?.array?.compactMap(\.string) ?? []
            return try JSONValue(yaml: lines.joined(separator: "\n"))
        } catch {
            throw Fault(.unprocessableContent, "bad_yaml", zh: "不是 YAML：\(error)", en: "not YAML: \(error)")
        }
    }
}

extension Fault {
    /// What is wrong with a document, each thing with its place and its own code.
    static func findings(_ code: String, _ problems: Problems) -> Fault {
        let named = problems.all.prefix(20)
        return Fault(
            .unprocessableContent,
            code,
            zh: named.map { "\($0.path)：\($0.message.zh) [\($0.code)]" }.joined(separator: "；"),
            en: named.map { "\($0.path): \($0.message.en) [\($0.code)]" }.joined(separator: "; ")
        )
    }
}
