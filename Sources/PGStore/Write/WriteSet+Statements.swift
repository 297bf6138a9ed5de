package import Postgres
import Workflow

/// The statements of a write: each table once, whatever the number of rows, and only those with rows.
extension WriteSet {
    var statements: [Query] {
        var statements: [Query] = []
        if !tickets.id.isEmpty { statements.append(updateTickets) }
        if !filed.id.isEmpty { statements.append(insertTickets) }
        if !reports.ticket.isEmpty { statements.append(insertReports) }
        if !contacts.ticket.isEmpty { statements.append(insertContacts) }
        if !remarks.ticket.isEmpty { statements.append(insertRemarks) }
        if !events.seq.isEmpty { statements.append(insertEvents) }
        if !cancelled.ticket.isEmpty { statements.append(deleteTimers) }
        if !armed.key.ticket.isEmpty { statements.append(insertTimers) }
        if !dead.ticket.isEmpty { statements.append(insertDeadTimers) }
        if !strays.ticket.isEmpty { statements.append(moveStrays) }
        if !outbox.ticket.isEmpty { statements.append(insertOutbox) }
        if !attachments.ticket.isEmpty { statements.append(insertAttachments) }
        if !keys.key.isEmpty { statements.append(insertKeys) }
        return statements
    }

    private var updateTickets: Query {
        """
        UPDATE ticket AS t
        SET place_id = n.place_id, desk_id = n.desk_id, lead_id = n.lead_id, responsible_id = n.responsible_id,
            last_at = n.last_at, closed_at = n.closed_at, seq = n.seq, definition_version = n.version, lamp = n.lamp,
            urgent = n.urgent, state = n.state, category = n.category, body = n.body, hash = n.hash,
            owner_id = n.owner_id, reporter_id = n.reporter_id, asked_ids = n.asked_ids::int8[],
            kept_units = n.kept_units::int8[], kept_people = n.kept_people::int8[],
            named_people = n.named_people::int8[], answer_owed_to = n.owed_to, inside_id = n.inside_id,
            next_due_at = n.next_due_at
        FROM unnest(
            \(tickets.id), \(tickets.place), \(tickets.desk), \(tickets.lead), \(tickets.responsible),
            \(tickets.lastAt), \(tickets.closedAt), \(tickets.seq), \(tickets.version), \(tickets.lamp),
            \(tickets.isUrgent), \(tickets.state), \(tickets.category), \(tickets.body), \(tickets.hash),
            \(tickets.owner), \(tickets.derived.reporter), \(tickets.derived.asked), \(tickets.derived.keptUnits),
            \(tickets.derived.keptPeople), \(tickets.derived.named), \(tickets.derived.owedTo), \(tickets.derived.inside),
            \(tickets.derived.nextDue)
        ) AS n (id, place_id, desk_id, lead_id, responsible_id, last_at, closed_at, seq, version, lamp, urgent, state,
            category, body, hash, owner_id, reporter_id, asked_ids, kept_units, kept_people, named_people,
            owed_to, inside_id, next_due_at)
        WHERE t.district_id = \(district.rawValue) AND t.id = n.id
        """
    }

    private var insertTickets: Query {
        """
        INSERT INTO ticket (district_id, id, place_id, desk_id, lead_id, responsible_id, reported_at, last_at,
            closed_at, seq, definition_version, lamp, urgent, definition, state, category, body, hash, owner_id,
            reporter_id, asked_ids, kept_units, kept_people, named_people, answer_owed_to, inside_id, next_due_at)
        SELECT \(district.rawValue), n.id, n.place_id, n.desk_id, n.lead_id, n.responsible_id, n.reported_at, n.last_at,
            n.closed_at, n.seq, n.version, n.lamp, n.urgent, n.definition, n.state, n.category, n.body, n.hash,
            n.owner_id, n.reporter_id, n.asked_ids::int8[], n.kept_units::int8[], n.kept_people::int8[],
            n.named_people::int8[], n.owed_to, n.inside_id, n.next_due_at
        FROM unnest(
            \(filed.id), \(filed.place), \(filed.desk), \(filed.lead), \(filed.responsible), \(filed.reportedAt),
            \(filed.lastAt), \(filed.closedAt), \(filed.seq), \(filed.version), \(filed.lamp), \(filed.isUrgent),
            \(filed.definition), \(filed.state), \(filed.category), \(filed.body), \(filed.hash),
            \(filed.owner), \(filed.derived.reporter), \(filed.derived.asked), \(filed.derived.keptUnits),
            \(filed.derived.keptPeople), \(filed.derived.named), \(filed.derived.owedTo), \(filed.derived.inside),
            \(filed.derived.nextDue)
        ) AS n (id, place_id, desk_id, lead_id, responsible_id, reported_at, last_at, closed_at, seq, version, lamp,
            urgent, definition, state, category, body, hash, owner_id, reporter_id, asked_ids, kept_units, kept_people,
            named_people, owed_to, inside_id, next_due_at)
        """
    }

    private var insertReports: Query {
        """
        INSERT INTO report (district_id, ticket_id, salt, title, text)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(reports.ticket), \(reports.salt), \(reports.title), \(reports.text)) AS n
        """
    }

    private var insertContacts: Query {
        """
        INSERT INTO contact (district_id, ticket_id, seq, salt, key, sealed_name, sealed_phone, sealed_address,
            phone_index)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(contacts.ticket), \(contacts.seq), \(contacts.salt), \(contacts.key), \(contacts.name),
            \(contacts.phone), \(contacts.address), \(contacts.phoneIndex)) AS n
        """
    }

    private var insertRemarks: Query {
        """
        INSERT INTO remark (district_id, ticket_id, seq, field, salt, text)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(remarks.ticket), \(remarks.seq), \(remarks.field), \(remarks.salt), \(remarks.text)) AS n
        """
    }

    private var insertEvents: Query {
        """
        INSERT INTO ticket_event (district_id, xact, ticket_id, at, seq, definition_version, definition, payload, hash)
        SELECT \(district.rawValue), (SELECT journal_xact()), n.* FROM unnest(
            \(events.ticket), \(events.at), \(events.seq), \(events.version), \(events.definition),
            \(events.payload), \(events.hash)) AS n
        """
    }

    private var deleteTimers: Query {
        """
        DELETE FROM timer AS t
        USING unnest(\(cancelled.ticket), \(cancelled.clock), \(cancelled.step)) AS n (ticket_id, clock, step)
        WHERE t.district_id = \(district.rawValue) AND t.ticket_id = n.ticket_id AND t.clock = n.clock
            AND t.step = n.step
        """
    }

    private var insertTimers: Query {
        """
        INSERT INTO timer (district_id, ticket_id, due_at, fire_at, clock, step)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(armed.key.ticket), \(armed.dueAt), \(armed.fireAt), \(armed.key.clock), \(armed.key.step)) AS n
        """
    }

    private var insertDeadTimers: Query {
        """
        INSERT INTO timer_dead (district_id, ticket_id, due_at, clock, step, code, reason)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(dead.ticket), \(dead.dueAt), \(dead.key.clock), \(dead.key.step), \(dead.code), \(dead.reason)) AS n
        ON CONFLICT (district_id, ticket_id, clock, step) DO UPDATE
        SET due_at = excluded.due_at, code = excluded.code, reason = excluded.reason, died_at = excluded.died_at
        WHERE timer_dead.due_at <> excluded.due_at
        """
    }

    /// What a claim saw may have been moved since by whoever held the ticket before: only what is still there counts.
    private var moveStrays: Query {
        """
        WITH gone AS (
            DELETE FROM timer AS t
            USING unnest(
                \(strays.key.ticket), \(strays.key.clock), \(strays.key.step), \(strays.dueAt), \(strays.code), \(strays.reason)
            ) AS n (ticket_id, clock, step, due_at, code, reason)
            WHERE t.district_id = \(district.rawValue) AND t.ticket_id = n.ticket_id AND t.clock = n.clock
                AND t.step = n.step AND t.due_at = n.due_at
            RETURNING t.ticket_id, t.due_at, t.clock, t.step, n.code, n.reason
        )
        INSERT INTO timer_dead (district_id, ticket_id, due_at, clock, step, code, reason)
        SELECT \(district.rawValue), gone.* FROM gone
        ON CONFLICT (district_id, ticket_id, clock, step) DO NOTHING
        """
    }

    private var insertOutbox: Query {
        """
        INSERT INTO outbox (district_id, id, ticket_id, next_at, seq, payload)
        SELECT \(district.rawValue), nextval('outbox_id_seq'), n.* FROM unnest(
            \(outbox.ticket), \(outbox.nextAt), \(outbox.seq), \(outbox.payload)) AS n
        """
    }

    private var insertAttachments: Query {
        """
        INSERT INTO attachment (district_id, ticket_id, event_seq, event_place, seq, sha256, thumbnail_sha256, sent_sha256,
            kind, bytes, width, height, file_name, person_id, key_hash, part)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(attachments.ticket), \(attachments.eventSeq), \(attachments.place), \(attachments.seq),
            \(attachments.hash), \(attachments.thumbnail), \(attachments.sentHash), \(attachments.kind),
            \(attachments.bytes), \(attachments.width), \(attachments.height), \(attachments.fileName),
            \(attachments.person), \(attachments.keyHash), \(attachments.part)) AS n
        """
    }

    private var insertKeys: Query {
        """
        INSERT INTO command_key (district_id, owner, key, body_hash, ticket_id, seq, keep_until)
        SELECT \(district.rawValue), n.* FROM unnest(
            \(keys.owner), \(keys.key), \(keys.bodyHash), \(keys.ticket), \(keys.seq), \(keys.keepUntil)) AS n
        """
    }
}

extension WriteSet {
    /// All writes and COMMIT, to be sent as one flight: the second of a batch.
    package var flight: [Query] { statements + ["COMMIT"] }
}
