import PGStore
import Tabular
import Workflow

extension DirectoryImport {
    // MARK: - What a row says

    func parse(_ cells: inout CellReader) -> RuleRow? {
        let rule = id(&cells)
        let category = cells.required(
            "category",
            code: "bad_category",
            known: Bilingual(zh: "如“市容环卫/垃圾清运”，各级不空", en: "a path such as a/b without empty parts"),
            Self.category
        )
        let place = cells.optional("place_code", most: 50)
        let attributes = cells.words("attributes", most: 200) ?? []
        let lead = cells.required("lead_code", most: 50)
        let helpers = cells.words("co_handler_codes", most: 500) ?? []
        var limits: [ClockName: Limit] = [:]
        for clock in clocks.keys.sorted() {
            guard let text = cells.optional(clock.text, most: 50) else { continue }
            limits[clock] = limit(text, clock, &cells)
        }
        let duty = duty(&cells)
        let evidence = evidence(&cells)
        let source = cells.optional("source", most: 500)
        guard let rule, let category, let lead, let duty else { return nil }
        return RuleRow(
            rule: rule,
            category: category,
            placeCode: place,
            attributes: Set(attributes),
            leadCode: lead,
            coHandlerCodes: helpers,
            limits: limits,
            duty: duty,
            evidence: evidence,
            source: source ?? ""
        )
    }

    private func id(_ cells: inout CellReader) -> String? {
        guard let id = cells.required("rule", most: 50) else { return nil }
        guard !id.hasPrefix(DirectoryRule.pairPrefix) else {
            cells.note(
                RowFault(
                    "bad_rule_id",
                    zh: "规则编号不能以“\(DirectoryRule.pairPrefix)”开头：那是结对单位的",
                    en: "no rule's id begins with “\(DirectoryRule.pairPrefix)”: that is for paired units"
                )
            )
            return nil
        }
        return id
    }

    private static func category(_ text: String) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.contains { $0.isEmpty || $0.first == " " || $0.last == " " } ? nil : text
    }

    private func limit(_ text: String, _ clock: ClockName, _ cells: inout CellReader) -> Limit? {
        do {
            return try Limit(text)
        } catch {
            let heading = cells.heading(clock.text)
            cells.note(
                RowFault(
                    "bad_limit",
                    zh: "“\(heading.zh)”的“\(text)”不是时限；应如 30m、8h、2wh、5wd、30d，至多十年",
                    en: "“\(heading.en)”: \(error)"
                )
            )
            return nil
        }
    }

    private func duty(_ cells: inout CellReader) -> DirectoryRule.Duty? {
        guard let text = cells.optional("duty", most: 50) else { return .basic }
        if let duty = DirectoryRule.Duty(rawValue: text.lowercased()) ?? Self.duties[text] { return duty }
        cells.note(
            RowFault(
                "bad_duty",
                zh: "履职类别不能是“\(text)”；应为：基本履职、配合履职、上级收回",
                en: "duty cannot be “\(text)”; wanted: basic, assist, reclaimed"
            )
        )
        return nil
    }

    private static let duties: [String: DirectoryRule.Duty] = [
        "基本履职": .basic, "配合履职": .assist, "上级收回": .reclaimed,
    ]

    private func evidence(_ cells: inout CellReader) -> EvidenceRule? {
        var asked: Set<EvidenceRule.Proof> = []
        for word in cells.words("evidence", most: 100) ?? [] {
            guard let proof = EvidenceRule.Proof(rawValue: word.lowercased()) ?? Self.proofs[word] else {
                let known = EvidenceRule.Proof.allCases
                cells.note(
                    RowFault(
                        "bad_evidence",
                        zh: "取证不能是“\(word)”；应为：\(known.map(\.title.zh).joined(separator: "、"))",
                        en: "evidence cannot be “\(word)”; wanted: \(known.map(\.rawValue).joined(separator: ", "))"
                    )
                )
                continue
            }
            asked.insert(proof)
        }
        let necessity = cells.optional("necessity", most: 200) ?? ""
        let approval = cells.optional("approval", most: 200) ?? ""
        guard !asked.isEmpty else { return nil }
        let rule = EvidenceRule(asked: asked, necessity: necessity, approval: approval)
        if let fault = rule.fault { cells.note(RowFault(fault.rawValue, zh: fault.message.zh, en: fault.message.en)) }
        return rule
    }

    private static let proofs: [String: EvidenceRule.Proof] = Dictionary(
        EvidenceRule.Proof.allCases.map { ($0.title.zh, $0) },
        uniquingKeysWith: { first, _ in first }
    )
}
