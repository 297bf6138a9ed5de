/// Nothing happens: what the others are compared with, and what the checker is tried on.
struct CalmWeather: Scenario {
    let name = ScenarioName.calm

    /// Long enough that timers of every kind fall due.
    func unleash(_ stage: Stage, _ company: Company, _ tally: inout FaultTally) async throws {
        try await Task.sleep(for: min(.seconds(6), stage.scale.snapshot))
    }
}
