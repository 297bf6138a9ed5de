/// Tickets and random order of one side's acts; lets new tickets come in when the old ones are used up.
final class ActSide {
    private var cohorts: Cohorts
    private let order: [Int32]
    private let loader: DistrictLoader
    /// Does the acts on so many tickets of each set.
    private let finish: (ActLots) async throws -> Sample

    /// Loads the sets.
    ///
    /// - Parameters:
    ///   - tickets: in all three sets together.
    ///   - loader: fills the side's district.
    ///   - finish: brings the rest of the tickets forward, unmeasured.
    /// - Throws: what the loader throws.
    init(tickets: Int, loader: DistrictLoader, finish: @escaping (ActLots) async throws -> Sample) async throws {
        let size = max(1, tickets / LifeStep.measured.count)
        cohorts = Cohorts(
            sign: try await loader.load(size, upTo: .dispatch),
            submit: try await loader.load(size, upTo: .sign),
            verify: try await loader.load(size, upTo: .submit)
        )
        var generator = SplitMix(state: 7)
        order = (0..<Int32(size)).shuffled(using: &generator)
        self.loader = loader
        self.finish = finish
    }

    /// Takes tickets for about so many transitions, at most what is there.
    ///
    /// - Parameters:
    ///   - transitions: how many.
    ///   - step: the number of each set's tickets is a multiple of this.
    /// - Returns: the tickets.
    /// - Throws: what the loader throws.
    func lots(_ transitions: Int, multipleOf step: Int) async throws -> ActLots {
        let wanted = max(step, transitions / LifeStep.measured.count / step * step)
        if cohorts.left < min(wanted, cohorts.size) {
            if cohorts.left > 0 { _ = try await finish(take(cohorts.left)) }
            cohorts.rotate(new: try await loader.load(cohorts.size, upTo: .dispatch))
        }
        return take(min(wanted, cohorts.left / step * step))
    }

    private func take(_ count: Int) -> ActLots {
        ActLots(first: cohorts.first, size: cohorts.size, base: cohorts.take(count), count: count, order: order)
    }
}
