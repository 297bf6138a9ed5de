import Foundation
import PGStore
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// The sinks by themselves, and the pauses between tries.
@Suite struct SinkTests {
    private static let water = Letter.Told(
        person: PersonID(9),
        account: "water",
        name: "溪临风",
        code: "post",
        why: Bilingual(zh: "任部门联络员", en: "is department liaison")
    )

    private static func letter(_ id: Int64) -> Letter {
        Letter(
            id: id,
            district: "610902",
            ticket: TicketID(7),
            seq: 3,
            at: Instant(microseconds: 1_772_413_200_000_000),
            about: "sign/due",
            recipients: [
                .unit(UnitID(5), name: "水务局", roles: ["department_liaison"], told: [water]),
                .person(PersonID(4), account: nil), .resident,
            ]
        )
    }

    private static func district() throws -> DistrictConfiguration {
        DistrictConfiguration(
            id: DistrictID(1),
            code: "610902",
            name: "试验区",
            revision: 1,
            territory: try UnitTree([]),
            calendars: try CalendarBook(default: .alwaysOpen()),
            calendarTexts: [:],
            directory: .empty,
            people: [],
            machines: []
        )
    }

    private static func withFile(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/whistle-sink-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private static func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    @Test func `a file gets a line for each letter, batch upon batch`() async throws {
        try await Self.withFile { path in
            let sink = FileSink(path: path)
            #expect(try await sink.deliver([Self.letter(1), Self.letter(2)], of: Self.district()) == [:])
            #expect(try await sink.deliver([] as [Letter], of: Self.district()) == [:])
            #expect(try await sink.deliver([Self.letter(1)], of: Self.district()) == [:])
            let lines = try Self.lines(path)
            #expect(try lines.map { try JSONValue(parsing: $0)["id"]?.int } == [1, 2, 1])
            #expect(
                lines[0] == #"{"about":"sign/due","at":"2026-03-02T01:00:00Z","district":"610902","id":1,"seq":3,"#
                    + #""ticket":7,"to":[{"accounts":["water"],"name":"水务局","people":[{"account":"water","as":"post","name":"溪临风","#
                    + #""why":"任部门联络员","why_en":"is department liaison"}],"roles":["department_liaison"],"unit":5},"#
                    + #"{"account":null,"person":4},"resident"]}"#
            )
        }
    }

    @Test func `a line that a crash tore does not spoil the next one`() async throws {
        try await Self.withFile { path in
            try #"{"about":"sig"#.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try await FileSink(path: path).deliver([Self.letter(9)], of: Self.district()) == [:])
            let lines = try Self.lines(path)
            #expect(lines.count == 2)
            #expect(try JSONValue(parsing: lines[1])["id"]?.int == 9)
        }
    }

    @Test func `several sinks on one file do not tear each other's lines`() async throws {
        let district = try Self.district()
        try await Self.withFile { path in
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        let sink = FileSink(path: path)
                        for number in 0..<25 {
                            _ = await sink.deliver([Self.letter(Int64(writer * 100 + number))], of: district)
                        }
                    }
                }
            }
            let ids = try Self.lines(path).filter { !$0.isEmpty }.map { try JSONValue(parsing: $0)["id"]?.int }
            #expect(Set(ids).count == 200)
        }
    }

    @Test func `a file that cannot be written to fails every letter of the batch`() async throws {
        let faults = await FileSink(path: "/nowhere/at/all").deliver(
            [Self.letter(1), Self.letter(2)],
            of: try Self.district()
        )
        #expect(Set(faults.keys) == [1, 2])
        #expect(faults[1]?.reason.contains("cannot be opened") == true)
    }

    @Test func `the log says what happened, and nobody's name or account`() async throws {
        let log = KeptLog()
        #expect(try await LogSink(logger: log.logger).deliver([Self.letter(1)], of: Self.district()) == [:])
        let line = try #require(log.lines().first)
        #expect(line.contains("ticket=7"))
        #expect(line.contains("about=sign/due"))
        #expect(!line.contains("water"))
        #expect(!line.contains("水务局"))
    }

    @Test func `pauses double from ten seconds to an hour, and end with the twelfth try`() {
        let policy = RetryPolicy()
        let whole = (1...12).map { policy.pause(after: $0, chance: 1) }
        #expect(whole.prefix(4) == [.seconds(10), .seconds(20), .seconds(40), .seconds(80)])
        #expect(whole[9] == .seconds(3_600))
        #expect(whole[10] == .seconds(3_600))
        #expect(whole[11] == nil)
        #expect(policy.pause(after: 1, chance: 0) == .seconds(5))
        #expect(policy.pause(after: 400, chance: 0) == nil)
    }
}
