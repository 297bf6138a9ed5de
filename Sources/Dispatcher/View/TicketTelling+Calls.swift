import PGStore
package import Workflow

/// Calls that acts rest on (通话记录): what was given with them.
extension TicketTelling {
    /// What was said of a call, by field.
    package struct Call: Sendable {
        /// The act that rests on it.
        package let event: Event
        /// What was said, in the order in which its definition asks for it.
        package let said: [(field: FieldName, text: String)]
    }

    /// All calls, in order.
    package var calls: [Call] {
        dossier.events.compactMap { stored in
            let said = said(with: stored.event)
            return said.isEmpty ? nil : Call(event: stored.event, said: said)
        }
    }

    /// What an event tells of its call, with stars: in full it is told with whom to reach, where each look is written down.
    ///
    /// Of whoever asked for secrecy (要求保密) nothing: who was called is who they are.
    func callNotes(_ event: Event) -> [String] {
        let isSecret = definition?.privacy.secrecy.map { ticket.facts[$0] == true } ?? false
        return isSecret
            ? [] : said(with: event).map { title(of: $0.field) + say("：", ": ") + KnownCall.masked($0.field, $0.text) }
    }

    private func said(with event: Event) -> [(field: FieldName, text: String)] {
        (definition?.backdating?.needs ?? []).compactMap { field in
            dossier.text(field.text, seq: event.seq).map { (field, $0) }
        }
    }
}
