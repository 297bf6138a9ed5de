import Foundation
import Glibc
import TestSupport
import Testing

/// SIGTERM under work: what was begun is finished, the rest never began.
///
/// Documented are ten seconds; a busy machine gets sixty before the test gives up, and no time is asserted.
@Suite struct GracefulStopTests {
    @Test(arguments: [true, false])
    func `SIGTERM under work ends the daemon in order`(isUp: Bool) async throws {
        try await City.with { city in
            let sheet = try Self.sheet(rows: 600, in: city.workplace)
            let worker = isUp ? city.up : try city.workplace.start(["work"])
            defer { if !isUp { worker.killIfRunning() } }
            if !isUp { try await worker.says("the daemon runs") }
            // Filing and telling go on while the signal comes.
            let filing = try city.workplace.start(["import", "matters", sheet, "--as", "zhuyingdispatch1"])
            defer { filing.killIfRunning() }
            try await eventually("some matters to be filed") {
                guard filing.isRunning else { return true }
                return try await city.whistle("tickets", "--words", "连夜施工").lines.count > 5
            }
            worker.send(SIGTERM)
            let end = try await worker.end(within: .seconds(60))
            #expect(end.status == 0, "\(end)")
            // Its database is gone with `up`: it would wait a minute for it to come back.
            if isUp { filing.send(SIGINT) }
            _ = try await filing.end()
            if isUp {
                try await City.with(in: city.workplace) { try await Self.finish(sheet, $0) }
            } else {
                try await Self.finish(sheet, city)
            }
        }
    }

    /// Nothing is half done, and the same import finishes what broke off.
    private static func finish(_ sheet: String, _ city: City) async throws {
        try await city.expect("verify")
        try await city.expect("import", "matters", sheet, "--as", "zhuyingdispatch1")
        let tickets = try await city.whistle("tickets", "--json")
        #expect(tickets.lines.count == City.sampleMatters + 600)
        try await city.expect("verify")
    }

    private static func sheet(rows: Int, in workplace: Workplace) throws -> String {
        let lines = (1...rows).map { "N\($0),竹影社区,市容环卫/垃圾清运,连夜施工第\($0)件" }
        return try workplace.write((["编号,地点,类别,内容"] + lines).joined(separator: "\n"), to: "matters.csv")
    }
}
