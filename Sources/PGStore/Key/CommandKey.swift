package import Postgres
package import Workflow

/// The key under which a command is carried out at most once.
package struct CommandKey: Hashable, Sendable {
    /// An account, or the name of a source of imports.
    package let owner: String
    /// The caller's key, or an external id.
    package let key: String
    /// SHA-256 of the command: the same key with another command is refused.
    package let bodyHash: [UInt8]
    /// External ids of imports are kept for ever; keys of commands 30 days.
    package let keepsForEver: Bool

    static let keptSeconds: Int64 = 30 * 86_400

    /// Makes the key of a command whose caller gave none; the text must be the only one of its kind.
    package init(madeBy text: String) {
        self.init(owner: Self.maker, key: text, bodyHash: [])
    }

    /// Whether the engine made it: then nobody can have used it before, but an earlier try of the same command.
    package var isMade: Bool { owner == Self.maker }

    private static let maker = "~"

    /// Makes a key.
    package init(owner: String, key: String, bodyHash: [UInt8], keepsForEver: Bool = false) {
        self.owner = owner
        self.key = key
        self.bodyHash = bodyHash
        self.keepsForEver = keepsForEver
    }
}

/// What a command with a known key came to.
package struct KnownCommand: Hashable, Sendable {
    /// Of what command.
    package let bodyHash: [UInt8]
    /// The ticket that it made or changed.
    package let ticket: TicketID
    /// The number of its event.
    package let seq: Int

    /// Makes what a key leads to.
    package init(bodyHash: [UInt8], ticket: TicketID, seq: Int) {
        self.bodyHash = bodyHash
        self.ticket = ticket
        self.seq = seq
    }
}

/// Sweeping keys whose time is over.
package enum KeyCleaning {
    /// Removes expired keys, at most so many; those that another sweeper removes just now are left to it.
    package static func sweep(_ district: DistrictID, limit: Int) -> Query {
        """
        WITH old AS MATERIALIZED (
            SELECT owner, key FROM command_key
            WHERE district_id = \(district.rawValue) AND keep_until < 'infinity'
                AND keep_until < (SELECT clock_timestamp())
            ORDER BY keep_until LIMIT \(Int32(clamping: limit)) FOR UPDATE SKIP LOCKED
        )
        DELETE FROM command_key AS k
        USING old
        WHERE k.district_id = \(district.rawValue) AND k.owner = old.owner AND k.key = old.key
        """
    }
}

extension CommandKey {
    /// The ticket that a key made or changed; no row: it was never used.
    package static func find(_ key: CommandKey, in district: DistrictID) -> Query {
        """
        SELECT ticket_id FROM command_key
        WHERE district_id = \(district.rawValue) AND owner = \(key.owner) AND key = \(key.key)
        """
    }

    /// With what all words of a ticket's filing were salted; no row: there were none, or they were erased.
    package static func salt(of ticket: TicketID, in district: DistrictID) -> Query {
        """
        SELECT salt FROM report WHERE district_id = \(district.rawValue) AND ticket_id = \(ticket.rawValue)
        UNION ALL
        SELECT salt FROM contact
        WHERE district_id = \(district.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = 1
        UNION ALL
        SELECT salt FROM remark
        WHERE district_id = \(district.rawValue) AND ticket_id = \(ticket.rawValue) AND seq = 1
        LIMIT 1
        """
    }
}
