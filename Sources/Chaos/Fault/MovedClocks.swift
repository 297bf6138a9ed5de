import Foundation

/// The clocks of daemons are wrong, and nothing may come of it: the database's clock rules.
///
/// One goes an hour fast, one an hour slow, one jumps to and fro while it runs, one is right.
struct MovedClocks: Scenario {
    let name = ScenarioName.clock

    private static let libraries = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ]

    private static var library: String? { libraries.first { FileManager.default.fileExists(atPath: $0) } }

    func obstacle() -> String? {
        Self.library == nil ? "libfaketime is not on this machine (Debian: libfaketime)" : nil
    }

    func prepare(_ stage: Stage) async throws -> Orders {
        guard let library = Self.library else { return Orders() }
        try move(stage, "+0")
        var orders = Orders()
        let clocks = [("FAKETIME", "+1h"), ("FAKETIME", "-1h"), ("FAKETIME_TIMESTAMP_FILE", file(stage))]
        for (worker, clock) in clocks.enumerated() {
            orders.environment[worker] = [
                "LD_PRELOAD": library, clock.0: clock.1, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                "DONT_FAKE_MONOTONIC": "1",
                "FAKETIME_CACHE_DURATION": "1", "FAKETIME_SHARED": try Self.sharedMemory(worker, stage.undertaker),
                // Each timer that fires is a line with the hour that its daemon takes it for.
                "WHISTLE_LOG_LEVEL": "info",
            ]
        }
        return orders
    }

    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        var chance = Chance(seed: stage.seed).forked("clocks")
        tally.add("daemon with a wrong clock", 2)
        for _ in 0..<stage.scale.clockMoves {
            try move(stage, ["+1h", "-1h", "+0"].randomElement(using: &chance) ?? "+1h")
            tally.add("clock moved")
            try await Task.sleep(for: chance.pause(1_100...1_100 + 2 * stage.scale.pause))
        }
    }

    /// The fault is one only if it took place: what the daemons logged bears their own wrong hours.
    func conclude(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        defer {
            for worker in 0..<3 {
                unlink(Self.names(worker).semaphore.path)
                unlink(Self.names(worker).memory.path)
            }
        }
        for (worker, hours) in [(0, 1), (1, -1)] {
            let log = try String(contentsOf: stage.log(company.workers[worker].name), encoding: .utf8)
            let times = log.split(separator: "\n").compactMap { line in
                try? Date(String(line.prefix(24)), strategy: Self.stamp)
            }
            let off = times.map { $0.timeIntervalSinceNow / 3_600 - Double(hours) }
            guard let first = off.first else {
                tally.fail("\(company.workers[worker].name) fired nothing that says its hour")
                continue
            }
            if abs(first) > 0.4 { tally.fail("the clock of \(company.workers[worker].name) was not wrong") }
        }
    }

    /// What the library shares between processes, made beforehand: if it made it itself, it would move the environment, and
    /// Swift's runtime would no longer find the arguments before it.
    private static func sharedMemory(_ worker: Int, _ undertaker: Undertaker) throws -> String {
        let (semaphore, memory) = names(worker)
        // A semaphore that is free, as glibc lays it out, and an empty page.
        let free = Data([1] + [UInt8](repeating: 0, count: 31))
        for (path, data) in [(semaphore.path, free), (memory.path, Data(count: 4_096))] {
            undertaker.made(path)
            try data.write(to: URL(filePath: path))
        }
        return "\(semaphore.name) \(memory.name)"
    }

    private static func names(_ worker: Int) -> (
        semaphore: (name: String, path: String), memory: (name: String, path: String)
    ) {
        let number = "\(getpid())_\(worker)"
        return (
            ("/faketime_sem_" + number, "/dev/shm/sem.faketime_sem_" + number),
            ("/faketime_shm_" + number, "/dev/shm/faketime_shm_" + number)
        )
    }

    /// As swift-log writes it: `2026-11-21T13:40:39+0000`.
    private static let stamp = Date.ISO8601FormatStyle(timeZoneSeparator: .omitted)

    private func file(_ stage: Stage) -> String { stage.folder.appending(path: "clock").path }

    private func move(_ stage: Stage, _ offset: String) throws {
        try Data((offset + "\n").utf8).write(to: URL(filePath: file(stage)), options: .atomic)
    }
}
