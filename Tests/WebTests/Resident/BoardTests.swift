import Dispatcher
import PGStore
import TestSupport
import Testing
import Web
import Workflow

/// The public board: what was handled, and nothing of anybody.
@Suite struct BoardTests {
    @Test
    func `handled matters stand there without words, and what is secret, restricted or against somebody does not`()
        async throws
    {
        var limits = ServiceLimits()
        limits.residents.filing = .init(burst: 100, seconds: 1)
        limits.board = .zero
        try await WebDistrict.with(limits: limits) { web in
            var numbers: [String] = []
            for _ in 0..<3 { numbers.append(try await web.fileOwn(["place": "B"]).number) }
            let secret = try await web.fileOwn(["confidential": true]).number
            let restricted = try await web.fileOwn().number
            let against = try await web.fileOwn().number
            let withdrawn = try await web.fileOwn()
            _ = try await web.own(withdrawn, act: "withdraw_matter", ["reason": "好了"])
            try await web.act("elevate", on: numbers[0], as: "leader")
            try await web.act("elevate", on: numbers[1], as: "leader")
            try await web.act("elevate", on: numbers[2], as: "leader")
            for number in numbers { try await web.act("elevate", on: number, as: "grid") }
            let restriction: JSONObject = ["restriction": "minor", "informed": ["desk"]]
            try await web.act("restrict", on: restricted, as: "desk", fields: restriction)
            try await web.act("name_complained", on: against, as: "desk", fields: ["complained_of": ["P"]])
            for number in numbers + [secret, restricted, against] {
                try await web.handle(number)
                try await web.act("verify", on: number, as: "desk")
                try await web.act("call_back", on: number, as: "desk", fields: ["callback": "satisfied"])
            }
            let board = try await web.get("/api/v1/public/board", as: nil)
            let lines = board.json["matters"]?.array ?? []
            #expect(lines.count == 3 && board.json["next"] == .null)
            for line in lines {
                #expect(line["place"] == "一社区" && line["category"] == "水务" && line["days"] == 0)
                #expect(line["outcome"] == "已解决" && line["rating"] == "接通、满意")
                #expect(
                    Set(line.object?.keys.map { $0 } ?? []) == [
                        "category", "place", "ended_at", "days", "outcome", "rating",
                    ]
                )
            }
            #expect(board.header("Cache-Control") == "public, max-age=60")
            // Page by page it is the same.
            var (paged, after) = (0, "")
            repeat {
                let page = try await web.get("/api/v1/public/board?limit=2\(after)", as: nil).json
                paged += page["matters"]?.array?.count ?? 0
                after = page["next"]?.string.map { "&after=\($0)" } ?? ""
            } while !after.isEmpty
            #expect(paged == 3)
            #expect(try await web.get("/api/v1/public/board?after=x", as: nil).code == "unknown_place")
        }
    }

    @Test func `a page is kept for as long as it says`() async throws {
        var limits = ServiceLimits()
        limits.board = .seconds(3_600)
        try await WebDistrict.with(limits: limits) { web in
            let before = try await web.get("/api/v1/public/board", as: nil).json
            let number = try await web.fileOwn().number
            try await web.act("resolve_here", on: number, as: "desk", fields: ["text": "已处理"])
            #expect(try await web.get("/api/v1/public/board", as: nil).json == before)
            let other = try await web.get("/api/v1/public/board?limit=49", as: nil).json
            #expect(other["matters"]?.array?.count == 1)
        }
    }

    @Test func `categories are those of the directory`() async throws {
        try await WebDistrict.with { web in
            let names = try await web.get("/api/v1/public/categories", as: nil).json["categories"]?.array
            #expect(names?.contains("水务") == true)
        }
    }
}
