import PGStore
import Workflow

/// SQL as a careful person would write it without an engine: one statement, and so one transaction, a transition.
///
/// It writes what the engine writes: the same rows of the same length, found from the same keys, in the same
/// indexes. What it does not do is to decide: it reads nothing and is refused nothing.
struct HandWritten: Sendable {
    let district: Int64
    let specimen: Specimen
    /// What a filing says of whom to reach, as long as the engine seals it.
    let contact: SealedContact?

    /// An act on the ticket `:id`.
    var act: String {
        let responsible = specimen.isLeads ? "lead_id" : "desk_id"
        let update = """
            UPDATE ticket
            SET state = '\(specimen.state)', responsible_id = \(responsible), last_at = clock_timestamp(), seq = seq + 1,
                body = \(Self.text(specimen.body)), hash = sha256(hash)
            WHERE district_id = \(district) AND id = :id
            RETURNING id, seq, hash
            """
        return statement(ticket: update, others: [delete].compactMap { $0 })
    }

    /// A filing in the community `:place`.
    func filing(category: String) -> String {
        let texts = LifeStep.report.texts
        func word(_ field: FieldName) -> String { Self.text(texts[field] ?? "") }
        let insert = """
            INSERT INTO ticket (district_id, id, place_id, desk_id, lead_id, responsible_id, reported_at, last_at, closed_at,
                seq, definition_version, lamp, urgent, definition, state, category, body, hash, reporter_id)
            VALUES (\(district), nextval('ticket_id_seq'), :place, :place, NULL, :place, clock_timestamp(),
                clock_timestamp(), NULL, 1, \(specimen.version), 0, false, 'issue', '\(specimen.state)',
                \(Self.text(category)), \(Self.text(specimen.body)), sha256('\\x00'),
                \(specimen.reporter.map(String.init) ?? "NULL"))
            RETURNING id, seq, hash
            """
        return statement(
            ticket: insert,
            others: [
                "INSERT INTO report (district_id, ticket_id, salt, title, text) "
                    + "SELECT \(district), id, \(Self.salt), \(word("title")), \(word("text")) FROM t"
            ] + [contact.map(insertion)].compactMap(\.self)
        )
    }
}

extension HandWritten {
    // MARK: - Parts

    private static let salt = "uuid_send(gen_random_uuid())"

    private func statement(ticket: String, others: [String]) -> String {
        let parts = others + [event] + [timers, messages, remarks].compactMap { $0 }
        let named = parts.enumerated().map { "p\($0) AS (\($1))" }
        return "WITH t AS (\(ticket)),\n\(named.joined(separator: ",\n"))\n\(key);\n"
    }

    private func insertion(_ contact: SealedContact) -> String {
        let columns = (contact.texts + [contact.phoneIndex]).map { $0.map(Self.bytes) ?? "NULL" }
        return """
            INSERT INTO contact (district_id, ticket_id, seq, salt, key, sealed_name, sealed_phone, sealed_address,
                phone_index)
            SELECT \(district), id, seq, \(Self.salt), \(Self.text(contact.key)), \(columns.joined(separator: ", ")) FROM t
            """
    }

    private var event: String {
        """
        INSERT INTO ticket_event (district_id, ticket_id, at, seq, definition_version, definition, payload, hash)
        SELECT \(district), id, clock_timestamp(), seq, \(specimen.version), 'issue', \(Self.bytes(specimen.payload)), hash
        FROM t
        """
    }

    private var delete: String? {
        guard !specimen.gone.isEmpty else { return nil }
        let keys = specimen.gone.map { "('\($0.clock)', '\($0.step)')" }.joined(separator: ", ")
        return "DELETE FROM timer WHERE district_id = \(district) AND ticket_id = :id AND (clock, step) IN (\(keys))"
    }

    private var timers: String? {
        guard !specimen.added.isEmpty else { return nil }
        let rows = specimen.added.map { "('\($0.timer.clock)', '\($0.timer.step)', interval '\($0.seconds) s')" }
        return """
            INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
            SELECT \(district), t.id, clock_timestamp() + n.wait, clock_timestamp() + n.wait, n.clock, n.step
            FROM t, (VALUES \(rows.joined(separator: ", "))) AS n (clock, step, wait)
            """
    }

    private var messages: String? {
        guard let message = specimen.messages.first else { return nil }
        return """
            INSERT INTO outbox (district_id, id, ticket_id, next_at, seq, payload)
            SELECT \(district), nextval('outbox_id_seq'), id, clock_timestamp(), seq, \(Self.text(message)) FROM t
            """
    }

    private var remarks: String? {
        guard let remark = specimen.remarks.first else { return nil }
        return """
            INSERT INTO remark (district_id, ticket_id, seq, field, salt, text)
            SELECT \(district), id, seq, '\(remark.field)', \(Self.salt), \(Self.text(remark.text)) FROM t
            """
    }

    /// As long as the keys that the engine makes, and like them a name that each connection counts up.
    private var key: String {
        """
        INSERT INTO command_key (district_id, owner, key, body_hash, ticket_id, seq, keep_until)
        SELECT \(district), '~', lpad((:key)::text, 21, '0'), '', id, seq, clock_timestamp() + interval '30 days'
        FROM t
        """
    }

    /// A constant without a colon, which pgbench would take for a variable.
    static func text(_ value: String) -> String {
        var escaped = "E'"
        for character in value.unicodeScalars {
            switch character {
            case "'": escaped += "''"
            case "\\": escaped += "\\\\"
            case ":": escaped += "\\x3A"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped + "'"
    }

    static func bytes(_ value: [UInt8]) -> String {
        let digits = value.map { byte in
            let hex = String(byte, radix: 16)
            return hex.utf8.count == 1 ? "0" + hex : hex
        }
        return "'\\x\(digits.joined())'::bytea"
    }
}
