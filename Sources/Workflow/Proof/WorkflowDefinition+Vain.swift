/// Proofs that what is written has an effect: a message reaches somebody, an act has somebody to do it, and what is to be
/// kept can be.
extension WorkflowDefinition {
    func vainProblems() -> [Problem] { unheardEnds() + textsKept() + actsOfNobody() + contactsUnsealed() }

    /// Where life has ended nobody answers any more: a message to whoever is responsible would reach none.
    private func unheardEnds() -> [Problem] {
        actionsWithPaths.compactMap { _, action, path in
            let isSilent = action.cases.contains { way in
                way.to.map { states[$0]?.isFinal } == true
                    && (action.effects + way.effects).contains(where: \.tellsResponsible)
            }
            guard isSilent else { return nil }
            return finding(
                "told_nobody",
                "\(path).effects",
                zh: "到终点时已无责任单位，通知不到；请写明 lead 或 desk",
                en: "where life ends nobody is responsible, and the message reaches none: name lead or desk"
            )
        }
    }

    /// An act that nobody may do is a slip of the pen.
    private func actsOfNobody() -> [Problem] {
        actionsWithPaths.filter(\.action.by.isEmpty).map { _, _, path in
            finding("nobody_may", "\(path).by", zh: "没有人能做这个动作", en: "nobody may do it")
        }
    }

    /// Words and contacts can be erased by law, so tickets keep a digest in the event only.
    private func textsKept() -> [Problem] {
        fields.sorted { $0.key < $1.key }.filter { $0.value.keep && $0.value.form.isText }.map { name, _ in
            finding(
                "text_not_kept",
                "fields.\(name).keep",
                zh: "文字和联系方式不随工单保留",
                en: "a text or a contact is never kept with a ticket"
            )
        }
    }

    /// The journal seals the contacts that it knows; another would stand in the open among the remarks.
    private func contactsUnsealed() -> [Problem] {
        fields.keys.sorted().compactMap { name in
            guard case .contact = fields[name]?.form, !KnownContact.fields.contains(name) else { return nil }
            return finding(
                "contact_unsealed",
                "fields.\(name).form",
                zh: "联系方式只有这些字段：\(KnownContact.fields.map(\.text).joined(separator: "、"))",
                en: "a contact is one of \(KnownContact.fields.map(\.text).joined(separator: ", ")): no other is sealed"
            )
        }
    }
}

extension Effect {
    fileprivate var tellsResponsible: Bool {
        guard case .tell(let recipients) = self else { return false }
        return recipients.contains { $0.relation == .responsible }
    }
}

extension FieldDefinition.Form {
    fileprivate var isText: Bool {
        switch self {
        case .words, .contact, .position: true
        case .choice, .choices, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket, .code:
            false
        }
    }
}
