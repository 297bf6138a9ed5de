import Dispatcher
import PGStore
import Postgres
import Workflow

/// `list`: pages of a liaison's work list in a district that has run for years.
struct ListRow {
    let options: BenchOptions
    let grown: GrownDistrict

    /// Tickets of a page.
    private static let page = 50
    /// The page far down that is asked for; where there are fewer, the last full one.
    private static let far = 100
    /// How often each page of each list is asked for.
    private static let times = 40

    /// How a liaison asks for what there is to do.
    private enum Question: CaseIterable {
        /// What the liaison is responsible for in person.
        case owner
        /// What the department holds or answers for.
        case unit
    }

    /// Measures by one caller: the first page and one far down, of each department's list.
    ///
    /// - Returns: the line: milliseconds that all but one of a hundred stay below, of the slowest list.
    /// - Throws: `PostgresError`.
    func measure() async throws -> BenchReport.Line {
        try await grown.side.withEngine { engine in
            var details: [BenchReport.Detail] = []
            var worst = 0.0
            for question in Question.allCases {
                let (name, first, last, page) = try await measure(question, engine)
                worst = max(worst, first.p99, last.p99)
                details += [
                    .init(zh: "\(name)：首页中位数", en: "\(name): first page, median", first.median, "ms"),
                    .init(zh: "\(name)：首页 p99", en: "\(name): first page, p99", first.p99, "ms"),
                    .init(zh: "\(name)：第 \(page) 页中位数", en: "\(name): page \(page), median", last.median, "ms"),
                    .init(zh: "\(name)：第 \(page) 页 p99", en: "\(name): page \(page), p99", last.p99, "ms"),
                ]
            }
            details.append(.init(zh: "工单", en: "tickets", Double(grown.count), ""))
            return BenchReport.Line(row: .list, ours: [worst], details: details)
        }
    }

    private func measure(
        _ question: Question,
        _ engine: Engine
    ) async throws -> (name: String, first: Quantiles, last: Quantiles, page: Int) {
        var (first, last) = ([Double](), [Double]())
        var number = Self.far
        for department in 0..<BenchDistrict.departments {
            let filter = try filter(question, department)
            let (after, found) = try await start(of: Self.far, filter, engine)
            number = min(number, found)
            for _ in 0..<Self.times {
                first.append(try await time(filter, nil, engine))
                last.append(try await time(filter, after, engine))
            }
        }
        return ("\(question)", Quantiles(first), Quantiles(last), number)
    }

    private func filter(_ question: Question, _ department: Int) throws -> TicketFilter {
        var filter = TicketFilter()
        filter.isOpenOnly = true
        switch question {
        case .owner:
            filter.owner = grown.side.district.configuration.person(called: "lead\(department)")
        case .unit:
            filter.units = grown.side.district.configuration.territory.unit(code: "D\(department)").map { [$0.id] }
        }
        return filter
    }

    /// Turns pages as a person does; the last ticket before the page wanted, and which page that is.
    private func start(of page: Int, _ filter: TicketFilter, _ engine: Engine) async throws -> (TicketID?, Int) {
        var (after, number) = (TicketID?.none, 1)
        while number < page {
            let rows = try await read(filter, after, engine)
            guard rows.count == Self.page, let last = rows.last else { break }
            after = last.id
            number += 1
        }
        return (after, number)
    }

    private func time(_ filter: TicketFilter, _ after: TicketID?, _ engine: Engine) async throws -> Double {
        let started = ContinuousClock.now
        let rows = try await read(filter, after, engine)
        let taken = started.duration(to: .now) / .milliseconds(1)
        guard !rows.isEmpty else { throw BenchError.district("a liaison's list is empty") }
        return taken
    }

    private func read(_ filter: TicketFilter, _ after: TicketID?, _ engine: Engine) async throws -> [TicketLine] {
        try await engine.page(filter, in: grown.side.district.id, after: after, limit: Self.page)
    }
}
