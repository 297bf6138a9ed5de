import Foundation
import Postgres
import TestSupport
import Testing

/// Cells as a server sends them, damaged at random, read as every type, under the type's own name and under others'.
///
/// What comes is an error or a value, soon, and in no more memory than the bytes themselves ask for.
@Suite struct MangledCellsTests {
    /// A reading of bytes as some type; says how many elements came of it, where it is a list.
    private typealias Reading = @Sendable ([UInt8], PostgresType) -> Int?

    private static func reading<Value: PostgresDecodable>(_ type: Value.Type) -> Reading {
        { bytes, wire in
            guard let value = try? ByteReader.decode(type, from: bytes, as: wire) else { return nil }
            return (value as? any Collection)?.count ?? 0
        }
    }

    private static let readings: [Reading] = [
        reading(Int16.self), reading(Int32.self), reading(Int64.self), reading(Bool.self), reading(Float.self),
        reading(Double.self), reading(String.self), reading(UUID.self), reading(Timestamp.self),
        reading(CalendarDate.self), reading(JSON.self), reading(TransactionID.self), reading([UInt8].self),
        reading([Int16].self), reading([Int64].self), reading([Int64?].self), reading([Bool].self),
        reading([Double].self), reading([String].self), reading([String?].self), reading([UUID].self),
        reading([[UInt8]].self), reading([Timestamp?].self), reading([CalendarDate].self), reading([JSON].self),
        reading(Int64?.self), reading(String?.self),
    ]

    /// Object ids of what the program reads, of their arrays, of neighbours, of a user's type, and nonsense.
    private static let wires: [PostgresType] = [
        16, 17, 18, 19, 20, 21, 23, 25, 114, 700, 701, 1000, 1001, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1043, 1082,
        1114, 1115, 1184, 1185, 1700, 2950, 2951, 3802, 3807, 5069, 16_384, 0, .max,
    ].map { PostgresType(rawValue: $0) }

    // MARK: - Valid cells

    private static func big(_ number: Int64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: number >> Int64(8 * (size - 1 - $0))) }
    }

    private static func array(of element: Int64, _ cells: [[UInt8]?]) -> [UInt8] {
        let head = big(1, 4) + big(1, 4) + big(element, 4) + big(Int64(cells.count), 4) + big(1, 4)
        return cells.reduce(into: head) { bytes, cell in
            bytes += cell.map { big(Int64($0.count), 4) + $0 } ?? big(-1, 4)
        }
    }

    private static let cells: [(PostgresType, [UInt8])] = [
        (PostgresType(rawValue: 16), [1]), (PostgresType(rawValue: 21), big(-2, 2)),
        (PostgresType(rawValue: 23), big(70_000, 4)), (PostgresType(rawValue: 20), big(.min, 8)),
        (PostgresType(rawValue: 701), big(0x7FF0_0000_0000_0000, 8)), (PostgresType(rawValue: 25), Array("小区吹哨".utf8)),
        (PostgresType(rawValue: 3802), [1] + Array(#"{"a":[1,null,"\ud83d\ude00"]}"#.utf8)),
        (PostgresType(rawValue: 2950), Array(0..<16)), (PostgresType(rawValue: 1184), big(.max, 8)),
        (PostgresType(rawValue: 1082), big(-100_000, 4)), (PostgresType(rawValue: 5069), big(9, 8)),
        (PostgresType(rawValue: 1016), array(of: 20, [big(1, 8), nil, big(-1, 8)])),
        (PostgresType(rawValue: 1009), array(of: 25, (0..<40).map { Array("第\($0)行".utf8) })),
        (PostgresType(rawValue: 1001), array(of: 17, [[], [0], Array(0...255)])),
        (PostgresType(rawValue: 1185), array(of: 1184, [big(0, 8), nil])),
        (PostgresType(rawValue: 1009), big(0, 4) + big(0, 4) + big(25, 4)),
    ]

    /// Lengths and counts that lie.
    private static let tokens = [
        "\u{7F}\u{7F}\u{7F}\u{7F}", "\0\0\0\0", "\0\0\0\u{1}", "\0\0\0\u{2}", "\0\0\u{4}\0", "\u{1}\0\0\0", "\0",
    ]

    @Test func `valid cells are read`() {
        for (wire, bytes) in Self.cells {
            #expect(Self.readings.contains { $0(bytes, wire) != nil }, "\(wire)")
        }
    }

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: PropertyRuns.seeds(1...4))
    func `damaged cells are values or errors, soon, in bounded memory`(seed: UInt64) throws {
        var mangler = Mangler(seed)
        let before = try Self.peak()
        for round in 0..<600 {
            let (wire, bytes) = Self.cells[round % Self.cells.count]
            let damaged = mangler.mangled(bytes, tokens: Self.tokens)
            let other = Self.wires.randomElement(using: &mangler) ?? wire
            let began = ContinuousClock.now
            for reading in Self.readings {
                for wire in [wire, other] {
                    // Each element takes a byte at the least.
                    guard let count = reading(damaged, wire) else { continue }
                    #expect(count <= damaged.count, "seed \(seed), round \(round): \(count) elements")
                }
            }
            #expect(began.duration(to: .now) < .seconds(5), "seed \(seed), round \(round)")
        }
        // Damage makes at most 64 KiB and what was there; other tests run beside this one.
        #expect(try Self.peak() - before < 512 << 10, "seed \(seed)")
    }

    /// The most memory that this process ever held, in KiB.
    private static func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }
}
