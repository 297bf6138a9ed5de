import Dispatcher
import Foundation
import PGStore
import Postgres
import Synchronization
import TestSupport
import Workflow

/// A sink that keeps letters and digests, fails as a test says, and lets a test do something while it delivers.
final class DigestBox: Sink {
    let name: String
    private let state = Mutex<(letters: [Letter], digests: [Digest])>(([], []))
    private let fails: @Sendable (Digest, Int) -> Bool
    private let tries = Mutex<[PersonID: Int]>([:])
    private let meanwhile: @Sendable () async -> Void

    init(
        name: String = "box",
        fails: @escaping @Sendable (Digest, Int) -> Bool = { _, _ in false },
        meanwhile: @escaping @Sendable () async -> Void = {}
    ) {
        self.name = name
        self.fails = fails
        self.meanwhile = meanwhile
    }

    var letters: [Letter] { state.withLock { $0.letters } }
    var digests: [Digest] { state.withLock { $0.digests } }

    func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
        state.withLock { $0.letters += letters }
        return [:]
    }

    func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] {
        await meanwhile()
        var faults: [PersonID: DeliveryFault] = [:]
        for digest in digests {
            let before = tries.withLock { tries in
                defer { tries[digest.person, default: 0] += 1 }
                return tries[digest.person, default: 0]
            }
            if fails(digest, before) {
                faults[digest.person] = DeliveryFault("no answer")
            } else {
                state.withLock { $0.digests.append(digest) }
            }
        }
        return faults
    }
}

extension TestDistrict {
    /// Rules whose only digest lies some hours away from now, whenever a test runs; quiet around now where wanted.
    func rules(quietNow: Bool = false, gapsAt: TimeOfDay? = nil) async throws -> MessageRules {
        let hour = configuration.calendars.standard.local(try await engine.now()).time.hour
        func time(_ hour: Int) -> TimeOfDay { TimeOfDay(hour: (hour + 24) % 24, minute: 0) ?? .midnight }
        let quiet = quietNow ? MessageRules.Quiet(from: time(hour - 1), until: time(hour + 2)) : nil
        return MessageRules(digests: [time(hour + 6)], quiet: quiet, gapsAt: gapsAt) ?? .usual
    }

    /// Makes all that waits for digests due now, and wakes who delivers.
    func makeDigestsDue() async throws {
        try await tamper("UPDATE digest SET next_at = clock_timestamp() WHERE district_id = \(id.rawValue)")
        engine.hints.wrote(Hints.Write(district: id, tellsSomebody: true))
    }

    /// How many messages wait for digests, and for how many people.
    func waits() async throws -> (people: Int, messages: Int) {
        let waiting = try await engine.waiting(in: id)
        return (waiting.people, waiting.messages)
    }
}
