import Postgres
import Workflow

extension VerifiedPage {
    /// Reads a contact's row: what can be opened is compared with the digests like any text.
    mutating func readContact(_ row: Row) throws {
        let contact = try StoredContact(row)
        if contact.key == nil { openContacts += 1 }
        for (field, kept) in zip(SealedContact.fields, contact.texts) {
            let key = TextKey(ticket: contact.ticket, seq: contact.seq, field: field.text)
            switch kept {
            case nil: continue
            case .open(let text): texts[key] = (contact.salt, text)
            case .sealed(let bytes):
                guard let ring else {
                    closedContacts += 1
                    return
                }
                do throws(StoreError) {
                    let place = SealedPlace(district: district, ticket: contact.ticket, field: field)
                    texts[key] = (contact.salt, try ring.open(bytes, at: place))
                } catch {
                    note("contact_unreadable", contact.ticket, error)
                }
            }
        }
    }
}
