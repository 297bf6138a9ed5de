import Dispatcher
import NIOHTTP1
import PGStore
import Postgres
import Tabular
import TestSupport
import Testing
import Workflow

/// 交接清单, by HTTP: before and after, as far as whoever asks may see it.
@Suite struct HandOverListAPITests {
    private static let path = "/api/v1/posts/hand-over-list"

    private static func numbers(_ answer: Answer, _ name: String = "matters") -> [String] {
        answer.json[name]?.array?.compactMap { $0["number"]?.string } ?? []
    }

    /// A matter that the water department has.
    private static func given(_ web: WebDistrict) async throws -> String {
        let number = try await web.file()
        try await web.act("accept", on: number, as: "desk")
        try await web.act("dispatch", on: number, as: "desk")
        return number
    }

    @Test func `what somebody has stands on their list, and afterwards on the taker's`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            let city = web.city
            _ = try await Importer(engine: city.engine, district: city.id)
                .run(.people, .bytes(Array("账号,姓名,岗位,单位编码\nnew,新联络员,经办人,W\n".utf8)))
            let numbers = [try await Self.given(web), try await Self.given(web)]
            let asked = try await Self.given(web)
            try await web.act(
                "return",
                on: asked,
                as: "water",
                fields: ["return_code": "not_ours", "evidence": "非本局管辖"]
            )
            let before = try await web.get(Self.path, as: "water")
            #expect(before.status == 200, "\(before.text)")
            // First asked, still responsible (首接负责): what waits to be taken back is theirs until then.
            #expect(Self.numbers(before) == numbers + [asked])
            #expect(before.json["to"] == .null)
            #expect(before.json["posts"]?.array?.compactMap { $0["unit"]?["code"]?.string } == ["W"])
            #expect(before.json["from"]?["account"] == "water")
            // What was returned waits for the community's decision: it stands on their list.
            #expect(Self.numbers(try await web.get(Self.path, as: "desk"), "approvals") == [asked])

            let now = try await city.engine.configurations.load(city.id)
            let handOver = HandOver(
                from: try #require(now.person(called: "water")),
                to: try #require(now.person(called: "new"))
            )
            let done = try await PostHandOver(engine: city.engine, configuration: now)
                .carryOut(PostHandOver.Request(handOver, role: "department_liaison"))
            #expect(done.matters.count >= 2)
            let token = try await web.accounts.makeToken(
                of: handOver.to,
                in: city.id,
                title: "taker",
                scopes: Set(TokenScope.allCases),
                by: nil,
                from: .program
            )
            func taken(from account: String) async throws -> Answer {
                let headers = ["Authorization": "Bearer \(token.text)"]
                return try await web.send(.GET, Self.path + "?from=\(account)&to=new", as: nil, headers: headers)
            }
            try await eventually("it is seen") {
                try await taken(from: "water").json["posts"]?.array?.count == 1
            }
            let after = try await taken(from: "water")
            #expect(after.status == 200 && Self.numbers(after) == numbers + [asked], "\(after.text.prefix(3_000))")
            #expect(after.json["posts"]?.array?.compactMap { $0["role"]?["name"]?.string } == ["department_liaison"])
            #expect(after.json["to"]?["account"] == "new")
            // Of another giver there is nothing.
            let other = try await taken(from: "parks")
            #expect(other.status == 200 && Self.numbers(other).isEmpty)
        }
    }

    @Test func `nobody reads the list of somebody who is neither beside nor below them`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { web in
            _ = try await Self.given(web)
            for account in ["parks", "far", "leader", "system", "security", "audit"] {
                let refused = try await web.get(Self.path + "?from=water", as: account)
                #expect(refused.status == 403 && refused.code == "not_yours", "\(account): \(refused.text)")
            }
            // The street's people stand above the community's, and see of their matters what they see anyhow.
            let street = try await web.get(Self.path + "?from=desk", as: "street")
            #expect(street.status == 200 && street.json["from"]?["account"] == "desk", "\(street.text)")
            #expect(try await web.get(Self.path + "?from=nobody", as: "street").status == 422)
            #expect(try await web.get(Self.path + "?on=today", as: "street").status == 400)
            #expect(try await web.get(Self.path, as: nil).status == 401)
        }
    }
}
