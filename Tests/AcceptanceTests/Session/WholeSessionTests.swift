import Foundation
import TestSupport
import Testing

/// A user's first session, from an empty folder to Ctrl-C.
@Suite struct WholeSessionTests {
    @Test func `a matter goes from its filing to its end, and Ctrl-C stops all of it`() async throws {
        try await Workplace.with { workplace in
            let server = try await City.with(in: workplace) { city in
                #expect(city.up.output.isEmpty)
                #expect(city.up.errors.contains("sample city 澄岚区 was loaded"))
                #expect(city.up.errors.contains("whistle tickets --open --lamp red"))
                let number = try await Self.settle(city)
                try await Self.lists(city, number)
                let verified = try await city.expect("verify", "--json")
                #expect(try verified.json["finding_count"] as? Int == 0)
                let doctor = try await city.expect("doctor")
                #expect(!doctor.lines.contains { $0.hasPrefix("→") }, "\(doctor)")
                let server = try #require(workplace.server)
                city.up.send(SIGINT)
                let end = try await city.up.end()
                #expect(end.status == 0, "\(end)")
                #expect(end.errors.hasSuffix("stopped\n"))
                return server
            }
            #expect(!server.isRunning)
            #expect(workplace.server == nil)
            #expect(!workplace.has("var/database"))
            #expect(!workplace.has("var/postgres/data/postmaster.pid"))
            let after = try await workplace.run(["tickets"])
            #expect(after.complains("no_database", 78), "\(after)")
        }
    }

    /// Takes a matter through its life; answers with its number.
    private static func settle(_ city: City) async throws -> String {
        let desk = "zhuyingdispatch1"
        let filing = try await city.whistle(
            "file",
            "--as",
            desk,
            "--place",
            "竹影社区",
            "--category",
            "市容环卫/垃圾清运",
            "--text",
            "楼下垃圾三天没清",
            zh: true
        )
        #expect(filing.status == 0, "\(filing)")
        #expect(filing.output.contains("待受理  责任单位：竹影社区"))
        let number = String(try #require(filing.output.split(separator: " ").first))
        func act(_ words: String..., expecting state: String) async throws {
            let done = try await city.workplace.run(["act", number] + words, zh: true)
            #expect(done.status == 0, "\(words): \(done)")
            #expect(done.output.contains(state), "\(words): \(done)")
        }
        try await act("受理", "--as", desk, expecting: "待派单  责任单位：竹影社区")
        try await act("dispatch", "--as", desk, expecting: "待签收  责任单位：澄岚区城市管理和综合执法局")
        let wrong = try await city.whistle("act", number, "签收", "--as", "liutingdispatch1", zh: true)
        #expect(wrong.complains("not_for_this_person", 2), "\(wrong)")
        #expect(wrong.errors.contains("您不能“签收”"))
        let liaison = "chengguanliaison1"
        try await act("签收", "--as", liaison, expecting: "承办单位办理中")
        let show = try await city.whistle("show", number, "--as", liaison)
        #expect(show.output.contains("responsible: 澄岚区城市管理和综合执法局"), "\(show)")
        #expect(show.output.contains("办结反馈（submit_result）"), "\(show)")
        try await act("first_contact", "contacted_by=电话", "--as", liaison, expecting: "承办单位办理中")
        try await act("办结反馈", "outcome=已解决", "text=已清运并冲洗地面", "--as", liaison, expecting: "待核查  责任单位：竹影社区")
        try await act("verify", "--as", "zhuyingdispatch2", expecting: "待回访")
        try await act("回访", "callback=satisfied", "--as", desk, expecting: "结案")
        let closed = try await city.whistle("show", number, zh: true)
        #expect(!closed.output.contains("责任人"), "\(closed)")
        #expect(closed.output.contains("办理结果：已解决"), "\(closed)")
        #expect(!closed.output.contains("责任单位"), "\(closed)")
        return number
    }

    /// The lists name it, as JSON and as a sheet.
    private static func lists(_ city: City, _ number: String) async throws {
        let json = try await city.whistle("tickets", "--unit", "竹影社区", "--json")
        let tickets = try json.lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        let ours = try #require(tickets.first { $0?["number"] as? String == number } ?? nil)
        #expect(ours["state"] as? String == "closed")
        #expect(ours["text"] as? String == "楼下垃圾三天没清")
        let csv = try await city.whistle("tickets", "--csv", zh: true)
        #expect(csv.output.hasPrefix("\u{FEFF}编号,状态,"))
        #expect(csv.lines.contains { $0.hasPrefix("\(number),结案,") })
        // The worker fills the search table after the commit.
        try await eventually("the words to be found") {
            try await city.whistle("tickets", "--words", "垃圾三天没清").output.contains(number)
        }
    }
}
