import Dispatcher
import PGStore
import Workflow

/// What `whistle directory` prints.
struct DirectoryView {
    let configuration: DistrictConfiguration

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
    }

    /// One finding on one line.
    static func line(_ problem: Problem) -> String {
        "\(problem.code)  \(problem.path)  \(problem.message(.current))"
    }

    /// One bad row on one line.
    static func line(_ bad: ImportReport.BadLine) -> String {
        localized(
            "第 \(bad.line) 行：\(bad.message.zh)〔\(bad.code)〕",
            "line \(bad.line): \(bad.message.en) [\(bad.code)]"
        )
    }

    /// Refuses to go on with a sheet of which rows are bad: what is missing would be taken for a change.
    static func refuse(_ report: ImportReport, of file: String) throws {
        guard report.badRows > 0 else { return }
        for bad in report.bad { Terminal.line(line(bad)) }
        throw Complaint(
            "bad_rows",
            zh: "\(file) 有 \(report.badRows) 行不对",
            en: "\(report.badRows) rows of \(file) are bad",
            exit: ExitCodes.findings
        )
    }

    /// Prints what a check found.
    func show(_ review: DirectoryReview, of directory: Workflow.Directory, bad: ImportReport?) {
        for bad in bad?.bad ?? [] { Terminal.line(Self.line(bad)) }
        for problem in review.problems { Terminal.line(Self.line(problem)) }
        let rows = bad.map(\.badRows) ?? 0
        Terminal.line(
            localized(
                "\(directory.rules.count) 条规则、\(directory.categories.count) 个类别、\(review.places) 个地方；"
                    + "\(review.problems.count) 处缺陷" + (rows == 0 ? "" : "，另有 \(rows) 行不对"),
                "\(directory.rules.count) rules, \(directory.categories.count) categories, \(review.places) places; "
                    + "\(review.problems.count) findings" + (rows == 0 ? "" : ", and \(rows) bad rows")
            )
        )
    }

    /// Prints what would move.
    func show(_ simulation: DirectorySimulation) {
        for move in simulation.moves {
            let examples = move.examples.map(text).joined(separator: localized("；", "; "))
            Terminal.line(
                "\(move.count)  \(name(move.from)) → \(name(move.to))" + (examples.isEmpty ? "" : "  " + examples)
            )
        }
        Terminal.line(
            localized(
                "\(simulation.total) 单：\(simulation.moved) 单改由他人主办，\(simulation.otherTerms) 单主办不变但协办、时限等有变",
                "\(simulation.total) tickets: \(simulation.moved) would move, \(simulation.otherTerms) would stay on other terms"
            )
        )
    }

    private func text(_ example: DirectorySimulation.Example) -> String {
        let place = configuration.unitName(example.matter.place)
        let rules = "\(example.oldRule ?? "—") → \(example.newRule ?? "—")"
        return "#\(example.matter.id) \(example.matter.category) \(place) (\(rules))"
    }

    private func name(_ unit: UnitID?) -> String {
        unit.map { configuration.unitName($0) } ?? localized("无人", "nobody")
    }
}

extension DirectoryView {
    /// One rule on one line.
    func line(_ row: RuleRow) -> String {
        let lead = configuration.territory.unit(code: row.leadCode)?.name ?? row.leadCode
        let place = row.placeCode.map { configuration.territory.unit(code: $0)?.name ?? $0 }
        return [
            row.rule, row.category, place ?? localized("全区", "the whole district"), "→ " + lead,
            row.duty.title(.current), row.source,
        ].joined(separator: "  ")
    }

    /// One rule.
    func json(_ row: RuleRow) -> JSONValue {
        [
            "rule": .string(row.rule), "category": .string(row.category),
            "place": row.placeCode.map { .string($0) } ?? .null, "lead": .string(row.leadCode),
            "duty": .string(row.duty.rawValue), "source": .string(row.source),
        ]
    }
}

extension DirectoryView {
    // MARK: - JSON

    /// What a check found.
    func json(_ review: DirectoryReview, of directory: Workflow.Directory, bad: [ImportReport.BadLine]) -> JSONValue {
        [
            "rules": .int(Int64(directory.rules.count)), "categories": .int(Int64(directory.categories.count)),
            "places": .int(Int64(review.places)),
            "findings": .array(
                review.problems.map {
                    ["code": .string($0.code), "path": .string($0.path), "message": json($0.message)]
                }
            ),
            "bad_rows": .array(
                bad.map { ["line": .int(Int64($0.line)), "code": .string($0.code), "message": json($0.message)] }
            ),
        ]
    }

    /// What would move.
    func json(_ simulation: DirectorySimulation) -> JSONValue {
        [
            "tickets": .int(Int64(simulation.total)), "moved": .int(Int64(simulation.moved)),
            "other_terms": .int(Int64(simulation.otherTerms)),
            "moves": .array(
                simulation.moves.map { move in
                    [
                        "from": json(move.from), "to": json(move.to), "count": .int(Int64(move.count)),
                        "examples": .array(move.examples.map(json)),
                    ]
                }
            ),
        ]
    }

    /// Which rule counts, and which nearly did.
    func json(_ explanation: DirectoryExplanation) -> JSONValue {
        let (answer, rule): (String, DirectoryRule?) =
            switch explanation.answer {
            case .rule(let rule): ("rule", rule)
            case .pair(let rule): ("pair", rule)
            case .nobody: ("nobody", nil)
            }
        return [
            "category": .string(explanation.category),
            "place": explanation.chain.first.map { configuration.json($0.id) } ?? .null,
            "answer": .string(answer), "rule": rule.map(json) ?? .null,
            "near_misses": .array(
                explanation.nearMisses.map { ["rule": json($0.rule), "reason": .string($0.reason.code)] }
            ),
            "more": .int(Int64(explanation.more)), "zh": .string(explanation.chinese),
            "en": .string(explanation.english),
        ]
    }

    private func json(_ rule: DirectoryRule) -> JSONValue {
        [
            "id": .string(rule.id), "category": .string(rule.category), "place": json(rule.place),
            "attributes": .array(rule.attributes.sorted().map { .string($0) }), "lead": json(rule.lead),
            "co_handlers": .array(rule.coHandlers.map { json($0) }), "duty": .string(rule.duty.rawValue),
            "limits": .object(
                JSONObject(
                    rule.limits.map { ($0.key.text, .string($0.value.description)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
            "evidence": .array((rule.evidence?.asked.map(\.rawValue).sorted() ?? []).map { .string($0) }),
            "source": .string(rule.source),
        ]
    }

    private func json(_ example: DirectorySimulation.Example) -> JSONValue {
        [
            "ticket": .int(example.matter.id.rawValue), "category": .string(example.matter.category),
            "place": json(example.matter.place), "old_rule": example.oldRule.map { .string($0) } ?? .null,
            "new_rule": example.newRule.map { .string($0) } ?? .null,
        ]
    }

    private func json(_ unit: UnitID?) -> JSONValue { unit.map { configuration.json($0) } ?? .null }

    private func json(_ text: Bilingual) -> JSONValue { ["zh": .string(text.zh), "en": .string(text.en)] }
}
