import Dispatcher
import PGStore
import Postgres
import Workflow

/// One look at some channels of a district: those for which something is due send, beside each other.
///
/// So one that is down, or at its limit, holds up no other.
struct PostingRound: Sendable {
    let office: PostOffice
    let channels: [any Channel]

    /// Makes words and addresses of postings.
    typealias Preparing =
        @Sendable ([ClaimedPosting], Instant, DistrictConfiguration) async throws -> [(
            posting: ClaimedPosting, prepared: PostOffice.Prepared
        )]

    /// What is left after a look.
    enum Outcome: Sendable {
        /// Something was sent: look again.
        case busy
        /// What is due is held by others.
        case held
        /// Nothing is due for so long; nil: nothing waits.
        case idle(Instant?, for: Duration?)
    }

    /// What a channel did.
    private struct Served: Sendable {
        var didSend = false
        var limited: Instant?
    }

    /// Looks once.
    ///
    /// - Throws: what the database says.
    func look(_ stop: StopSign, _ prepare: @escaping Preparing) async throws -> Outcome {
        let rows = try await office.engine.pool.query(PostingQueries.next(office.district, channels.map(\.name)))
        guard let first = rows.first else { return .idle(nil, for: nil) }
        let clock = Instant(try first[0, as: Timestamp.self])
        let revision: Int64 = try first[1]
        var due: [String: Instant] = [:]
        for row in rows { due[try row[2]] = try row[3, as: Timestamp?.self].map { Instant($0) } }
        let ready = channels.filter { channel in due[channel.name].map { $0 <= clock } ?? false }
        guard !ready.isEmpty else { return idle(due.values.min(), clock) }
        let served = try await serve(ready, try await configuration(revision), stop, prepare)
        if served.contains(where: \.didSend) { return .busy }
        let limits = served.compactMap(\.limited)
        guard !limits.isEmpty else { return .held }
        let waiting = due.filter { name, _ in !ready.contains { $0.name == name } }
        return idle((limits + waiting.values).min(), clock)
    }

    private func idle(_ next: Instant?, _ clock: Instant) -> Outcome {
        .idle(next, for: next.map { .microseconds(max(0, clock.microseconds(to: $0)) + 1) })
    }

    private func serve(
        _ ready: [any Channel],
        _ configuration: DistrictConfiguration,
        _ stop: StopSign,
        _ prepare: @escaping Preparing
    ) async throws -> [Served] {
        let office = office
        return try await withThrowingTaskGroup(of: Served.self) { group in
            for channel in ready {
                group.addTask {
                    var served = Served()
                    while !stop.isRaised {
                        switch try await office.serve(channel, { try await prepare($0, $1, configuration) }) {
                        case .more: served.didSend = true
                        case .empty: return served
                        case .limited(let until):
                            served.limited = until
                            return served
                        }
                    }
                    return served
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// The district as it is now.
    func configuration(_ revision: Int64) async throws -> DistrictConfiguration {
        if let known = office.engine.configurations.known(office.district, revision: revision) { return known }
        return try await office.engine.configurations.load(office.district)
    }
}
