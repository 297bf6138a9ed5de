import Workflow

extension Verification {
    // MARK: - Files that events name

    /// Every file that an event added has its row, which says what the event says; and every row has its event.
    mutating func checkAttachments(_ journal: [StoredEvent], of ticket: TicketID, _ page: VerifiedPage) {
        let rows = page.attachments[ticket] ?? []
        var left: [StoredAttachment.AddedBy: StoredAttachment] = [:]
        for row in rows {
            if let added = row.addedBy {
                left[added] = row
            } else if row.id > page.filesBefore {
                note("attachment_unheard", ticket, "attachment \(row.id) was added by no event")
            } else {
                noteFiles(unchained: 1)
            }
        }
        for stored in journal {
            for (place, file) in stored.event.attached.enumerated() {
                let added = StoredAttachment.AddedBy(seq: stored.event.seq, place: place)
                guard let row = left.removeValue(forKey: added) else {
                    note("attachment_row_missing", ticket, "event \(stored.event.seq): \(file.hash)")
                    continue
                }
                if row.attached != file || row.person != stored.event.by.identity.person {
                    note("attachment_differs", ticket, "attachment \(row.id), event \(stored.event.seq)")
                }
            }
        }
        // Where events cannot be read, nobody can say which files they named.
        guard !page.torn.contains(ticket) else { return }
        for row in left.values.sorted(by: { $0.id < $1.id }) {
            note("attachment_unheard", ticket, "attachment \(row.id): its event does not name it")
        }
    }
}

extension Party.Identity {
    fileprivate var person: PersonID? {
        if case .person(let person) = self { person } else { nil }
    }
}
