package import Postgres
package import Workflow

/// A look at whom to reach, in full: who, at what, where and why.
package struct Look: Hashable, Sendable {
    /// Where somebody looks.
    package enum Via: String, Hashable, Sendable, CaseIterable {
        /// Another program.
        case api
        /// A page.
        case page
        /// A sheet or a print.
        case export
        /// The command line.
        case cli
        /// The engine itself (person 0), to send the resident a message.
        case message
    }

    /// The district.
    package let district: DistrictID
    /// The ticket.
    package let ticket: TicketID
    /// Who.
    package let person: PersonID
    /// Where.
    package let via: Via
    /// Why, in that person's words or the program's.
    package let reason: String
    /// The request's number; nil where there is none.
    package let request: String?

    /// Describes a look.
    package init(
        district: DistrictID,
        ticket: TicketID,
        person: PersonID,
        via: Via,
        reason: String,
        request: String? = nil
    ) {
        self.district = district
        self.ticket = ticket
        self.person = person
        self.via = via
        self.reason = reason
        self.request = request
    }
}

/// A look that was written down.
package struct LoggedLook: Sendable {
    /// Its number: they follow one another as they were begun.
    package let id: Int64
    /// When, by the database's clock.
    package let at: Instant
    /// The look.
    package let look: Look
    /// What was seen in full.
    package let fields: [String]

    /// A page of what was written down, the latest first.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - ticket: of this ticket only.
    ///   - person: by this person only.
    ///   - since: not before.
    ///   - before: the last number of the page before.
    ///   - limit: at the most.
    /// - Returns: the statement; its rows are read by `init(_:in:)`.
    package static func page(
        of district: DistrictID,
        ticket: TicketID? = nil,
        person: PersonID? = nil,
        since: Instant? = nil,
        before: Int64? = nil,
        limit: Int
    ) -> Query {
        """
        SELECT id, at, ticket_id, person_id, via, fields, reason, request FROM access_log
        WHERE district_id = \(district.rawValue) AND id < \(before ?? .max)
            AND ticket_id BETWEEN \(ticket?.rawValue ?? .min) AND \(ticket?.rawValue ?? .max)
            AND person_id BETWEEN \(person?.rawValue ?? .min) AND \(person?.rawValue ?? .max)
            AND at >= \(since.map { Timestamp($0) } ?? Timestamp(microseconds: 0))
        ORDER BY id DESC LIMIT \(Int32(clamping: limit))
        """
    }

    /// Reads a row of `page`.
    ///
    /// - Throws: `StoreError.damaged` where it is of no known kind; what the database says.
    package init(_ row: Row, in district: DistrictID) throws {
        id = try row[0]
        at = Instant(try row[1, as: Timestamp.self])
        let word: String = try row[4]
        guard let via = Look.Via(rawValue: word) else {
            throw StoreError.damaged(table: "access_log", row: "\(id)", why: "via \(word)")
        }
        look = Look(
            district: district,
            ticket: TicketID(try row[2]),
            person: PersonID(try row[3]),
            via: via,
            reason: try row[6],
            request: try row[7]
        )
        fields = try row[5]
    }
}
