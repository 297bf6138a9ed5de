import Benchmark
import Workflow

/// What the pure rules cost: deciding, deadlines, looking up, writing and reading; on one thread, without a database.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput, .peakMemoryResident],
        warmupIterations: 10,
        scalingFactor: .kilo,
        maxDuration: .seconds(3)
    )
    deciding()
    writingAndReading()
    lookingUp()
    for text in ["30m", "8h", "2wh", "5wd", "5bd", "30d"] { deadline(text) }
}

@Sendable private func deciding() {
    Benchmark("decide: six acts of a matter's main path") { benchmark in
        let matter = try PaperMatter()
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try matter.live()) }
    }
    Benchmark("fold: six events into their ticket") { benchmark in
        let events = try PaperMatter().live().events
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try Ticket.fold(events)) }
    }
    Benchmark("definition: read from its document", configuration: .init(scalingFactor: .one)) { benchmark in
        let document = try Shelf.document("definitions/issue.yaml")
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try WorkflowDefinition(document: document)) }
    }
}

@Sendable private func writingAndReading() {
    Benchmark("canonical: an event written") { benchmark in
        let events = try PaperMatter().live().events
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations { blackHole(events[number % events.count].payload.canonicalBytes) }
    }
    Benchmark("canonical: a ticket's body written") { benchmark in
        let ticket = try PaperMatter().live().ticket
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(ticket.body.canonicalBytes) }
    }
    Benchmark("read: a ticket's body as a tree of values") { benchmark in
        let body = try PaperMatter().live().ticket.body.canonicalText
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try JSONValue(parsing: body)) }
    }
    Benchmark("read: a glance at a ticket's body, as lists take it") { benchmark in
        let body = try PaperMatter().live().ticket.body.canonicalText
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(try TicketGlance(body: body)) }
    }
}

@Sendable private func lookingUp() {
    Benchmark("directory: who leads, of 1,520 categories, 500 places and 1,000 rules") { benchmark in
        let paper = try PaperDirectory()
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations { blackHole(paper.match(number)) }
    }
}

@Sendable private func deadline(_ text: String) {
    Benchmark("deadline: \(text)") { benchmark in
        let calendar = try Shelf.calendar()
        let limit = try Limit(text)
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations {
            let start = PaperMatter.monday.advanced(bySeconds: Int64(number % 1_000) * 31_557)
            blackHole(calendar.deadline(after: limit, from: start).due)
        }
    }
}
