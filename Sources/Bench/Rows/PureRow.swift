import Dispatcher
import PGStore
import Shipped
import Workflow

/// The pure functions on one thread: what they cost without a database.
struct PureRow {
    private let rounds: Int
    private let seconds: Double
    private let district: BenchDistrict

    init(_ options: BenchOptions) throws {
        rounds = options.rounds
        seconds = min(options.seconds, 1)
        district = try BenchDistrict.inMemory()
    }

    func line(_ row: BenchRow) throws -> BenchReport.Line {
        let turn = try row == .deadline ? deadlines() : decisions()
        _ = try measured(turn)
        return BenchReport.Line(row: row, ours: try (0..<rounds).map { _ in try measured(turn) })
    }

    /// Calls again and again; returns how much was done a second of this thread's processor time, which no other
    /// program on the machine takes part of.
    private func measured(_ turn: () throws -> Int) rethrows -> Double {
        let started = CPUTime.thisThread
        var done = 0
        while true {
            done += try turn()
            let taken = CPUTime.thisThread - started
            if taken >= seconds { return Double(done) / taken }
        }
    }

    /// The acts of a matter's main path, each upon the ticket that the one before it left.
    private func decisions() throws -> () throws -> Int {
        guard let machine = district.configuration.machine(latest: "issue") else {
            throw BenchError.district("no definition")
        }
        let context = district.configuration.context(at: Self.now)
        let id = TicketID(1)
        let district = district
        let filing = try district.submission(.report, on: nil, number: 1).command
        let acts = try LifeStep.path.dropFirst().map { try district.submission($0, on: id, number: 1).command }
        return {
            for _ in 0..<100 {
                var ticket = try machine.file(filing, district: district.id, id: id, in: context).ticket
                for act in acts {
                    guard let before = ticket else { throw BenchError.district("a filing made no ticket") }
                    ticket = try machine.decide(act, on: before, in: context).ticket
                }
            }
            return 100 * LifeStep.path.count
        }
    }

    /// Every form of limit, from starts all over a year.
    private func deadlines() throws -> () throws -> Int {
        let calendar = district.configuration.calendars.standard
        let limits = try ["30m", "8h", "2wh", "1wd", "5wd", "5bd", "30d"].map { try Limit($0) }
        let starts = (0..<1_000).map { Self.now.advanced(bySeconds: $0 * 31_557) }
        return {
            var last = Instant(microseconds: 0)
            for start in starts {
                for limit in limits { last = max(last, calendar.deadline(after: limit, from: start).due) }
            }
            precondition(last > starts[0], "a deadline lies after its start")
            return starts.count * limits.count
        }
    }

    /// A Monday morning of 2026.
    private static let now = Instant(seconds: 1_772_413_200)
}
