/// Adding files to a ticket (附件).
extension Machine {
    /// The name of the act in the journal; no definition has it: it adds files, in whatever state, and nothing else.
    public static let attachAct: ActionName = "attach"
    /// What people call it.
    public static let attachTitle = Bilingual(zh: "附件", en: "Attach")

    /// Adds files to a ticket.
    ///
    /// Who may is decided before: whoever can do anything on it at all.
    ///
    /// - Parameters:
    ///   - files: the files, at least one.
    ///   - party: who sends them.
    ///   - ticket: the ticket, with what was due fired.
    ///   - context: configuration and time.
    /// - Returns: one event, which names them by their hashes.
    public func attach(_ files: [AttachedFile], by party: Party, to ticket: Ticket, in context: Context) -> Advance {
        var draft = Draft(continuing: ticket, ref: ref, at: max(context.now, ticket.lastAt), context: context)
        draft.begin(Command(act: Self.attachAct, by: party), post: nil)
        for file in files { draft.record(.attached(file)) }
        return draft.finished()
    }
}
