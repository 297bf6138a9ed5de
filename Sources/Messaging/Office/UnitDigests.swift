import Dispatcher
import PGStore
import Postgres
import Workflow

/// Puts down, at the times of digests, one message for each group that has a robot: how much lies with its unit.
///
/// People's digests tell each what is new for them; a group is told how its unit stands. Of several daemons one does it, and
/// one that was down at the time does it within half an hour, or not at all.
struct UnitDigests: Sendable {
    let engine: Engine
    let book: ChannelBook

    /// How late a digest of a group may be.
    static let lateAtMost: Int64 = 1_800

    /// Puts down what is due.
    ///
    /// - Parameters:
    ///   - configuration: the district.
    ///   - clock: now, by the database's clock.
    /// - Returns: how many messages were put down.
    /// - Throws: what the database says.
    func put(_ configuration: DistrictConfiguration, at clock: Instant) async throws -> Int {
        guard let slot = Self.slot(configuration, at: clock) else { return 0 }
        let local = configuration.calendars.standard.local(slot)
        let (district, groups) = (configuration.id, groups(configuration))
        guard !groups.isEmpty else { return 0 }
        return try await engine.pool.withTransaction { connection in
            let first = UnitWork.once(district, name: "units \(local.time)", day: local.date)
            guard try await connection.query(first).first != nil else { return 0 }
            let units = Set(groups.map(\.unit)).sorted()
            let work = UnitWork.open(units, in: district, oldest: MessageContent.mostTickets)
            var contents: [UnitID: MessageContent] = [:]
            for row in try await connection.query(work) {
                let (count, tickets): (Int64, [Int64]) = (try row[1], try row[2])
                // A group with nothing to do is left in peace.
                guard count > 0 else { continue }
                contents[UnitID(try row[0])] = .digest(
                    tickets: tickets.map { TicketID($0) },
                    matters: Int(count),
                    notices: 0
                )
            }
            let postings = groups.compactMap { group in
                contents[group.unit].map { content in
                    NewPosting(
                        source: .digest(slot.microseconds / 1_000_000),
                        channel: group.robot,
                        receiver: .unit(group.unit),
                        ticket: nil,
                        seq: nil,
                        payload: content.json
                    )
                }
            }
            if !postings.isEmpty { _ = try await connection.query(NewPosting.insert(district, postings)) }
            return postings.count
        }
    }

    /// The robots with the open units whose groups they speak to.
    private func groups(_ configuration: DistrictConfiguration) -> [(robot: String, unit: UnitID)] {
        book.robots.flatMap { robot in
            robot.units.sorted().compactMap { code in
                guard let unit = configuration.territory.unit(code: code), unit.closing == nil else { return nil }
                return (robot.name, unit.id)
            }
        }
    }

    /// The time of a digest that has just been; nil: none has.
    static func slot(_ configuration: DistrictConfiguration, at clock: Instant) -> Instant? {
        let since = clock.advanced(bySeconds: -lateAtMost)
        let next = configuration.messages.nextDigest(onOrAfter: since, in: configuration.calendars.standard)
        return next.flatMap { $0 <= clock ? $0 : nil }
    }
}
