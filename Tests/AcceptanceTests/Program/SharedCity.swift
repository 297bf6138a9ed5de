import TestSupport

/// One sample city for all tests that only file matters and look at them; a janitor stops it with this process.
enum SharedCity {
    private static let started = Task {
        let workplace = try Workplace.lasting()
        let up = try workplace.start(["up"])
        let janitor = try Janitor(of: up, in: workplace)
        try await up.says(City.prompt)
        return (city: City(workplace: workplace, up: up), janitor: janitor)
    }

    /// The city; the first who asks starts it.
    static var city: City { get async throws { try await started.value.city } }
}
