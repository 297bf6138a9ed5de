import Synchronization

/// So many tasks that submit one after the other, all beside each other, until so much is done.
enum Callers {
    /// Runs a body for each number below `count`; returns the seconds that all of it took.
    static func run(_ callers: Int, count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws
        -> Double
    {
        let counter = NextNumber(count: count)
        let started = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    while let number = counter.next() { try await body(number) }
                }
            }
            try await group.waitForAll()
        }
        return started.duration(to: .now) / .seconds(1)
    }
}

/// Gives each number once.
private final class NextNumber: Sendable {
    private let last = Atomic(0)
    private let count: Int

    init(count: Int) {
        self.count = count
    }

    func next() -> Int? {
        let number = last.wrappingAdd(1, ordering: .relaxed).oldValue
        return number < count ? number : nil
    }
}
