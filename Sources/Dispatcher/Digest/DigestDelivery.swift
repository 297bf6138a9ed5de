import Logging
import PGStore
import Postgres
import Workflow

/// Sends digests: claims people whose time has come, sends each one letter, removes what was in it.
///
/// As with letters a crash in between sends twice, and never not at all; what could not be sent is tried again, not in
/// quiet hours, and parked among the dead in the end.
struct DigestDelivery: Sendable {
    let district: DistrictID
    let engine: Engine
    let sinks: [any Sink]
    let settings: Deliverer.Settings
    let logger: Logger

    /// What became of a batch.
    private struct Fates {
        /// People who are done with, but for what came meanwhile.
        var finished: [ClaimedDigest] = []
        var sent: [(person: PersonID, id: Int64)] = []
        var buried: [(person: PersonID, id: Int64, attempts: Int, reason: String)] = []
        var postponed: [(digest: ClaimedDigest, until: Instant, taken: [String: Set<Int64>])] = []
    }

    /// Sends one batch.
    ///
    /// - Returns: how many people were claimed.
    func send(_ configuration: DistrictConfiguration, at clock: Instant) async throws -> Int {
        let claimed = try await engine.pool.query(DigestQueries.claim(district, limit: settings.batch))
            .map(ClaimedDigest.init(row:))
        guard !claimed.isEmpty else { return 0 }
        let rows = try await engine.pool.query(DigestQueries.items(district, of: claimed.map(\.person)))
        var items: [PersonID: [DigestItem]] = [:]
        var fates = Fates()
        for row in rows {
            if let item = try DigestItem(row: row) {
                items[item.person, default: []].append(item)
            } else {
                fates.buried.append((PersonID(try row[0]), try row[1], 0, "the message cannot be read"))
            }
        }
        let (faults, taken) = await deliver(claimed, items, configuration)
        for digest in claimed {
            let fault = faults[digest.person].map { (words: $0, taken: taken[digest.person] ?? [:]) }
            judge(digest, items[digest.person] ?? [], fault, configuration, clock, &fates)
        }
        report(fates, faults)
        try await finish(fates, configuration, clock)
        return claimed.count
    }

    /// Gives each sink what it does not have yet of each person's; why some could not be sent, and who has what now.
    private func deliver(
        _ claimed: [ClaimedDigest],
        _ items: [PersonID: [DigestItem]],
        _ configuration: DistrictConfiguration
    ) async -> (faults: [PersonID: String], taken: [PersonID: [String: Set<Int64>]]) {
        var taken = Dictionary(claimed.map { ($0.person, $0.taken) }, uniquingKeysWith: { $1 })
        var faults: [PersonID: String] = [:]
        for sink in sinks {
            let digests = claimed.compactMap { digest in
                let known = taken[digest.person]?[sink.name] ?? []
                let new = (items[digest.person] ?? []).filter { !known.contains($0.id) }
                return Digest(new, for: digest.person, configuration)
            }
            guard !digests.isEmpty else { continue }
            let failed = await sink.deliver(digests, of: configuration)
            for person in digests.map(\.person) {
                if let fault = failed[person] {
                    faults[person] = "\(sink.name): \(fault.reason)"
                } else {
                    taken[person, default: [:]][sink.name] = Set((items[person] ?? []).map(\.id))
                }
            }
        }
        return (faults, taken)
    }

    private func judge(
        _ digest: ClaimedDigest,
        _ items: [DigestItem],
        _ fault: (words: String, taken: [String: Set<Int64>])?,
        _ configuration: DistrictConfiguration,
        _ clock: Instant,
        _ fates: inout Fates
    ) {
        guard let fault else {
            fates.finished.append(digest)
            fates.sent += items.map { ($0.person, $0.id) }
            return
        }
        if let wait = settings.retry.pause(after: digest.attempts, chance: .random(in: 0...1)) {
            let again = clock.advanced(byMicroseconds: Int64(wait / .microseconds(1)))
            let until = configuration.messages.afterQuiet(again, in: configuration.calendars.standard)
            fates.postponed.append((digest, until, fault.taken))
        } else {
            fates.finished.append(digest)
            fates.buried += items.map { ($0.person, $0.id, digest.attempts, fault.words) }
        }
    }

    /// Writes what became of a batch: only for people whose lease still holds.
    private func finish(_ fates: Fates, _ configuration: DistrictConfiguration, _ clock: Instant) async throws {
        let district = district
        let rules = configuration.messages
        let next = rules.nextDigest(onOrAfter: clock, in: configuration.calendars.standard) ?? clock
        try await engine.pool.withTransaction { connection in
            let all = fates.finished + fates.postponed.map(\.digest)
            let held = try await connection.query(DigestQueries.held(district, all)).map { PersonID(try $0[0]) }
            let ours = Set(held)
            let finished = fates.finished.map(\.person).filter { ours.contains($0) }
            _ = try await connection.flight(
                [
                    DigestQueries.sent(district, fates.sent.filter { ours.contains($0.person) }),
                    DigestQueries.buried(district, fates.buried.filter { ours.contains($0.person) }),
                    DigestQueries.postponed(district, fates.postponed.filter { ours.contains($0.digest.person) }),
                ] + DigestQueries.released(district, finished, next: next)
            )
        }
    }

    private func report(_ fates: Fates, _ faults: [PersonID: String]) {
        if !fates.postponed.isEmpty {
            logger.warning(
                "digests will be tried again",
                metadata: ["count": "\(fates.postponed.count)", "why": "\(faults.values.first ?? "")"]
            )
        }
        for item in fates.buried {
            logger.error(
                "a part of a digest was given up",
                metadata: ["message": "\(item.id)", "person": "\(item.person)", "why": "\(item.reason)"]
            )
        }
    }
}
