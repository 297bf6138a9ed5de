import PGStore
import Postgres
package import Workflow

/// Seals anew what an older key sealed, and what is still in the open, page by page beside live commands: residents'
/// contacts, then the telephones of the staff and the secrets of webhooks.
///
/// Nothing is noted of how far it came: what is sealed under the first key is not looked at again, so it may break off
/// anywhere and be run again. A row that somebody changed meanwhile stays as that one left it, for the next run.
package struct ContactRotation: Sendable {
    /// What was done.
    package struct Tally: Hashable, Sendable {
        /// Rows sealed anew.
        package var sealed = 0
        /// Rows that do not open: their key is missing, or they are damaged.
        package var unreadable = 0
        /// Rows that somebody changed meanwhile.
        package var left = 0

        /// Of nothing yet.
        package init() {}
    }

    private let engine: Engine
    private let ring: KeyRing
    private let page: Int

    /// Prepares a rotation.
    ///
    /// - Parameters:
    ///   - engine: whose keys; the first is the one that seals.
    ///   - page: rows of one transaction.
    /// - Throws: `DispatchError.noKeys` where it has none.
    package init(engine: Engine, page: Int = 200) throws(DispatchError) {
        guard let ring = engine.keys else { throw .noKeys }
        self.engine = engine
        self.ring = ring
        self.page = page
    }

    /// Seals a district's contacts anew.
    ///
    /// - Parameters:
    ///   - district: the district.
    ///   - progress: called after each page.
    /// - Returns: what was done.
    /// - Throws: what the database says.
    package func run(_ district: DistrictID, progress: (Tally) -> Void = { _ in }) async throws -> Tally {
        var tally = Tally()
        do {
            // What residents' codes are derived from; the codes themselves stay as they are.
            if try await engine.sealResidentSecret(in: district) { tally.sealed += 1 }
        } catch is StoreError {
            tally.unreadable += 1
        }
        var after: (ticket: TicketID, seq: Int)?
        while true {
            let query = ContactQueries.outdated(ring.sealingID, in: district, after: after, limit: page)
            let rows = try await engine.pool.query(query).map { try StoredContact($0) }
            guard let last = rows.last else { break }
            after = (last.ticket, last.seq)
            try await seal(rows, district, &tally)
            progress(tally)
            if rows.count < page { break }
        }
        try await staff(district, &tally, progress)
        try await mailboxes(district, &tally, progress)
        try await webhooks(district, &tally)
        return tally
    }

    private func webhooks(_ district: DistrictID, _ tally: inout Tally) async throws {
        let hooks = try await engine.pool.query(Webhook.list(district)).map(Webhook.init(row:))
        for hook in hooks where hook.key != ring.sealingID {
            let purpose = Webhook.purpose(hook.id, in: district)
            guard let secret = try? ring.open(hook.sealedSecret, for: purpose) else {
                tally.unreadable += 1
                continue
            }
            let new = try ring.seal(secret, for: purpose)
            let replacing = Webhook.replace(
                district,
                id: hook.id,
                old: hook.sealedSecret,
                new: new,
                key: ring.sealingID
            )
            let changed = try await engine.pool.query(replacing).affectedRows
            tally.sealed += changed
            tally.left += 1 - changed
        }
    }

    private func mailboxes(_ district: DistrictID, _ tally: inout Tally, _ progress: (Tally) -> Void) async throws {
        var after: PersonID?
        while true {
            let query = StaffMailbox.outdated(ring.sealingID, in: district, after: after, limit: page)
            let rows = try await engine.pool.query(query).map(StaffMailbox.init(row:))
            guard let last = rows.last else { return }
            after = last.person
            var pairs: [(old: StaffMailbox, open: String)] = []
            for row in rows {
                do throws(StoreError) {
                    pairs.append((row, try row.opened(in: district, under: ring)))
                } catch {
                    tally.unreadable += 1
                }
            }
            if !pairs.isEmpty {
                let replacing = try StaffMailbox.replace(pairs, in: district, under: ring)
                let changed = try await engine.pool.query(replacing).affectedRows
                tally.sealed += changed
                tally.left += pairs.count - changed
            }
            progress(tally)
        }
    }

    private func staff(_ district: DistrictID, _ tally: inout Tally, _ progress: (Tally) -> Void) async throws {
        var after: PersonID?
        while true {
            let query = StaffTelephone.outdated(ring.sealingID, in: district, after: after, limit: page)
            let rows = try await engine.pool.query(query).compactMap(StaffTelephone.init(row:))
            guard let last = rows.last else { return }
            after = last.person
            var pairs: [(old: StaffTelephone, new: [UInt8])] = []
            for row in rows {
                do throws(StoreError) {
                    let open = try row.opened(in: district, under: ring)
                    pairs.append((row, try StaffTelephone.seal(open, of: row.account, in: district, under: ring)))
                } catch {
                    tally.unreadable += 1
                }
            }
            if !pairs.isEmpty {
                let replacing = StaffTelephone.replace(pairs, key: ring.sealingID, in: district)
                let changed = try await engine.pool.query(replacing).affectedRows
                tally.sealed += changed
                tally.left += pairs.count - changed
            }
            progress(tally)
        }
    }

    private func seal(_ rows: [StoredContact], _ district: DistrictID, _ tally: inout Tally) async throws {
        var pairs: [(old: StoredContact, new: SealedContact)] = []
        for row in rows {
            do throws(StoreError) {
                pairs.append((row, try row.sealedAnew(in: district, under: ring)))
            } catch {
                tally.unreadable += 1
            }
        }
        guard !pairs.isEmpty else { return }
        let changed = try await engine.pool.query(ContactQueries.replace(pairs, in: district)).affectedRows
        tally.sealed += changed
        tally.left += pairs.count - changed
    }
}

extension Engine {
    /// How many rows of a district's contacts, and of what codes are derived from, each key has sealed; nil: in the open.
    ///
    /// - Parameter district: the district.
    /// - Returns: rows by key.
    /// - Throws: what the database says.
    package func contactKeys(in district: DistrictID) async throws -> [String?: Int] {
        var uses: [String?: Int] = try await pool.query(ContactQueries.uses(in: district)).reduce(into: [:]) {
            $0[try $1[0, as: String?.self]] = Int(try $1[1, as: Int64.self])
        }
        if let row = try await pool.query(ResidentSecretQueries.read(district)).first {
            uses[try StoredResidentSecret(row).key, default: 0] += 1
        }
        return uses
    }

    /// How many rows of a district's contacts are in the open, from their own index.
    ///
    /// - Parameter district: the district.
    /// - Returns: rows.
    /// - Throws: what the database says.
    package func openContacts(in district: DistrictID) async throws -> Int {
        Int(try await pool.query(ContactQueries.inTheOpen(district)).only()[0, as: Int64.self])
    }
}
