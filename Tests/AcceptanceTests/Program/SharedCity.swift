import TestSupport

/// One sample city for all tests that only file matters and look at them; a janitor stops it with this process.
enum SharedCity {
    private static let started = Task {
        let workplace = try Workplace.lasting()
        let up = try workplace.start(["up"], ground)
        let janitor = try Janitor(of: up, in: workplace)
        try await up.says(City.prompt)
        return (city: City(workplace: workplace, up: up), janitor: janitor)
    }

    /// The map's ground, as somebody sets it: two layers, one upon the other.
    static let ground = [
        "WHISTLE_MAP_TILES": "https://one.example/{z}/{x}/{y} \n http://two.example:81/t?z={z}&x={x}&y={y}",
        "WHISTLE_MAP_ATTRIBUTION": "审图号 7", "WHISTLE_MAP_DATUM": "gcj02", "WHISTLE_MAP_ZOOM": "16",
    ]

    /// The city; the first who asks starts it.
    static var city: City { get async throws { try await started.value.city } }
}
