import AsyncHTTPClient
import Dispatcher
import NIOCore
import NIOHTTP1
import Pages
import Workflow

/// `page`: how long the service takes for a page in a district that has run for years, as one person turns them.
struct PageRow {
    let options: BenchOptions
    let grown: GrownDistrict

    /// How often each page is asked for by each of those who have it.
    private static let times = 20
    /// What whose account begins with a word looks at.
    private static let looks = [
        ("lead", "/work"), ("lead", "/work?list=in_hand"), ("lead", "/work?list=overdue"), ("desk", "/work"),
        ("desk", "/desk"),
    ]

    /// Measures by one caller on a connection that stands, with what the way costs.
    ///
    /// - Returns: the line: milliseconds that all but one of a hundred stay below, of the slowest page.
    /// - Throws: `BenchError.program` where a page is refused; what the service throws.
    func measure() async throws -> BenchReport.Line {
        let side = HTTPSide(engine: grown.side, connections: 1)
        let tokens = try await side.tokens()
        let pages = try PageEndpoints.all(PageKit())
        return try await side.serving(pages) { port in
            var details: [BenchReport.Detail] = []
            var worst = 0.0
            for (who, path) in Self.looks {
                let accounts = tokens.keys.filter { $0.hasPrefix(who) }.sorted().prefix(8)
                // Once before anything is measured: prepared statements and plans are the first one's.
                for account in accounts { _ = try await time(path, port, tokens[account]) }
                var taken: [Double] = []
                for _ in 0..<Self.times {
                    for account in accounts { taken.append(try await time(path, port, tokens[account])) }
                }
                let quantiles = Quantiles(taken)
                worst = max(worst, quantiles.p99)
                let name = "\(who) \(path)"
                details += [
                    .init(zh: "\(name)：中位数", en: "\(name): median", quantiles.median, "ms"),
                    .init(zh: "\(name)：p99", en: "\(name): p99", quantiles.p99, "ms"),
                ]
            }
            details.append(.init(zh: "工单", en: "tickets", Double(grown.count), ""))
            return BenchReport.Line(row: .page, ours: [worst], details: details)
        }
    }

    /// Milliseconds until the whole page is there.
    private func time(_ path: String, _ port: Int, _ token: String?) async throws -> Double {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.headers.add(name: "Authorization", value: "Bearer \(token ?? "")")
        request.headers.add(name: "Accept", value: "text/html")
        let started = ContinuousClock.now
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let page = try await response.body.collect(upTo: 8 << 20)
        let taken = started.duration(to: .now) / .milliseconds(1)
        guard response.status == .ok, page.readableBytes > 2_000 else {
            throw BenchError.program("\(path): \(response.status) \(String(buffer: page).prefix(500))")
        }
        return taken
    }
}
