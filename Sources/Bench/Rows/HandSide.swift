import PGStore
import Synchronization
import Workflow

/// The other side: pgbench with SQL written by hand.
struct HandSide: Sendable {
    let server: BenchServer
    let district: BenchDistrict
    let specimens: [LifeStep: Specimen]

    /// Files tickets.
    func file(_ count: Int, clients: Int) async throws -> Sample {
        let places = try district.places()
        let script = """
            \(Self.keys)
            \\set place random(\(places.lowerBound), \(places.upperBound))
            \(try written(.report).filing(category: "类别0"))
            """
        let each = max(1, count / clients)
        let outcome = try await server.pgbench(clients: clients).run(script, .transactions(each), variables: Self.run)
        return .rate(each * clients, in: Double(each * clients) / outcome.rate)
    }

    /// Does each act on so many tickets of its set; `lots.count` is a multiple of the clients.
    func act(_ lots: ActLots, clients: Int) async throws -> Sample {
        let script = try Self.next(clients) + LifeStep.measured.map { try statement($0) }.joined()
        let outcome = try await server.pgbench(clients: clients)
            .run(script, .transactions(lots.count / clients), variables: variables(lots))
        let count = lots.count / clients * clients * LifeStep.measured.count
        return .rate(count, in: Double(count) / (outcome.rate * Double(LifeStep.measured.count)))
    }

    /// The same by one client, act by act, each one timed: the middle of the times.
    func actAlone(_ lots: ActLots) async throws -> Sample {
        var times: [Double] = []
        for step in LifeStep.measured {
            let script = try Self.next(1) + statement(step)
            times += try await server.pgbench(clients: 1)
                .run(script, .transactions(lots.count), variables: variables(lots), logsLatencies: true).latencies
        }
        return Sample(
            figure: Spread(times)?.median ?? 0,
            transitions: times.count,
            seconds: times.reduce(0, +) / 1_000_000
        )
    }

    /// A connection's own name, and then a number that counts up.
    private static let keys = """
        \\set key :run * 100000000000 + :client_id * 1000000000 + :number
        \\set number :number + 1
        """

    private static let runs = Atomic<Int64>(0)

    /// What names the connections of one run of pgbench.
    private static var run: [String: Int64] { ["run": runs.wrappingAdd(1, ordering: .relaxed).newValue, "number": 0] }

    private func written(_ step: LifeStep) throws -> HandWritten {
        guard let specimen = specimens[step] else { throw BenchError.district("no specimen of \(step)") }
        let words = NameMap(step.texts.mapValues { Words(text: $0, digest: "") })
        let contact = try SealedContact(words, of: TicketID(0), in: district.id, under: BenchKeys.ring())
        return HandWritten(district: district.id.rawValue, specimen: specimen, contact: contact)
    }

    private func statement(_ step: LifeStep) throws -> String {
        "\\set id :first_\(step) + :place\n" + Self.keys + "\n" + (try written(step).act)
    }

    /// Each client takes its own tickets, and none twice.
    private static func next(_ clients: Int) -> String {
        """
        \\set place permute(:base + :turn * \(clients) + :client_id, :size, 7)
        \\set turn :turn + 1

        """
    }

    private func variables(_ lots: ActLots) -> [String: Int64] {
        var variables = Self.run
        variables["base"] = Int64(lots.base)
        variables["size"] = Int64(lots.size)
        variables["turn"] = 0
        for (step, first) in lots.first { variables["first_\(step)"] = first }
        return variables
    }
}
