package import Postgres
package import Workflow

/// The first flight of a write: locks the tickets, then reads the clock and what else a decision needs.
///
/// The clock is read by a later statement than the lock, so that it shows what the lock waited for; the same holds
/// for the keys.
package struct Intake: Sendable {
    /// The district.
    package let district: DistrictID
    /// Tickets to lock, each once.
    package let tickets: [TicketID]
    /// Keys to look up, each once.
    package let keys: [(owner: String, key: String)]
    /// How many new tickets need an id.
    package let filings: Int
    /// Those of the tickets to which files are to be added.
    package let attaching: [TicketID]

    /// Makes the request.
    package init(
        district: DistrictID,
        tickets: [TicketID],
        keys: [(owner: String, key: String)],
        filings: Int,
        attaching: [TicketID] = []
    ) {
        self.district = district
        self.tickets = tickets.sorted()
        self.keys = keys
        self.filings = filings
        self.attaching = attaching
    }

    /// What the first flight found.
    package struct Found: Sendable {
        /// The database's clock, after all locks.
        package let clock: Instant
        /// Whether the district's time is given by a writer.
        package let isGiven: Bool
        /// The revision of the district's configuration.
        package let revision: Int64
        /// Tickets by id; those that are missing do not exist.
        package let tickets: [TicketID: StoredTicket]
        /// Tickets whose rows cannot be read: whoever asks for one is told, and nobody else.
        package let unreadable: [TicketID: StoreError]
        /// Keys that were seen before.
        package let known: [KeyName: KnownCommand]
        /// Ids for new tickets.
        package var ids: [TicketID]
        /// The files of tickets to which some are to be added.
        package let attached: [TicketID: [KnownAttachment]]
    }

    /// Owner and key.
    package struct KeyName: Hashable, Sendable {
        /// Whose key.
        package let owner: String
        /// The key.
        package let key: String

        /// Names a key.
        package init(owner: String, key: String) {
            self.owner = owner
            self.key = key
        }
    }
}

extension Intake {
    /// The same with so many new ids.
    package func taking(_ filings: Int) -> Intake {
        Intake(district: district, tickets: tickets, keys: keys, filings: filings, attaching: attaching)
    }

    /// BEGIN and all reads, to be sent as one flight.
    package var statements: [Query] {
        var statements: [Query] = ["BEGIN", Self.generalPlans]
        if !tickets.isEmpty { statements.append(lock) }
        statements.append(state)
        if !keys.isEmpty { statements.append(known) }
        if filings > 0 {
            statements.append(Self.ids(filings))
        }
        if !attaching.isEmpty { statements.append(AttachmentQueries.known(attaching, in: district)) }
        return statements
    }

    /// So many new ids.
    package static func ids(_ count: Int) -> Query {
        "SELECT nextval('ticket_id_seq') FROM generate_series(1, \(Int32(clamping: count)))"
    }

    /// For the transaction: plans that hold for any number of rows, made once a session.
    ///
    /// Left to itself PostgreSQL plans each write anew, since one for these very few rows looks cheaper; which costs a
    /// single command more than carrying it out.
    package static let generalPlans: Query = "SET LOCAL plan_cache_mode = force_generic_plan"

    /// Locks the tickets, in the order of their ids.
    package var lock: Query {
        """
        SELECT \(unsafeSQL: StoredTicket.columns)
        FROM ticket AS t
        WHERE t.district_id = \(district.rawValue) AND t.id = ANY(\(tickets.map(\.rawValue)))
        ORDER BY t.id
        FOR NO KEY UPDATE OF t
        """
    }

    private var state: Query {
        "SELECT clock_timestamp(), d.clock = 'given', d.revision FROM district AS d WHERE d.id = \(district.rawValue)"
    }

    private var known: Query {
        """
        SELECT k.owner, k.key, k.body_hash, k.ticket_id, k.seq
        FROM unnest(\(keys.map(\.owner)), \(keys.map(\.key))) AS n (owner, key)
        JOIN command_key AS k ON k.district_id = \(district.rawValue) AND k.owner = n.owner AND k.key = n.key
        """
    }

    /// Reads the answer to `lock`: the tickets, and those whose rows cannot be read.
    package func tickets(
        _ rows: QueryResult
    ) throws -> (stored: [TicketID: StoredTicket], unreadable: [TicketID: StoreError]) {
        var stored: [TicketID: StoredTicket] = [:]
        var unreadable: [TicketID: StoreError] = [:]
        for row in rows {
            let id = TicketID(try row[0, as: Int64.self])
            do {
                stored[id] = try StoredTicket(row: row, district: district)
            } catch let error as StoreError {
                unreadable[id] = error
            }
        }
        return (stored, unreadable)
    }

    /// Reads the answers to `statements`.
    package func found(_ results: [QueryResult]) throws -> Found {
        var rest = results.dropFirst(2)
        let (stored, unreadable) = tickets.isEmpty ? ([:], [:]) : try tickets(rest.removeFirst())
        guard let state = rest.removeFirst().first else { throw StoreError.unknownDistrict("\(district)") }
        var known: [KeyName: KnownCommand] = [:]
        if !keys.isEmpty {
            for row in rest.removeFirst() {
                known[KeyName(owner: try row[0], key: try row[1])] = KnownCommand(
                    bodyHash: try row[2],
                    ticket: TicketID(try row[3]),
                    seq: Int(try row[4, as: Int32.self])
                )
            }
        }
        let ids = try filings > 0 ? rest.removeFirst().map { TicketID(try $0[0]) } : []
        var attached: [TicketID: [KnownAttachment]] = [:]
        if !attaching.isEmpty {
            for row in rest.removeFirst() {
                attached[TicketID(try row[0]), default: []].append(try KnownAttachment(row, from: 1))
            }
        }
        return Found(
            clock: Instant(try state[0, as: Timestamp.self]),
            isGiven: try state[1],
            revision: try state[2],
            tickets: stored,
            unreadable: unreadable,
            known: known,
            ids: ids,
            attached: attached
        )
    }
}
