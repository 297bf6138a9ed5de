import TestSupport
import Testing

/// 复制回复: what is said in the group of a matter that was filed there.
@Suite struct GroupReplyTests {
    private static let filing = [
        "field[category]": "水务", "field[place]": "一号楼", "field[text]": "3号楼2单元501室漏水，找张三 13900000000",
        "field[contact_name]": "张三丰", "field[contact_phone]": "13900000000",
    ]

    private static func reply(_ page: PageAnswer) -> String? {
        page.text.firstMatch(of: /<textarea[^>]*id="reply"[^>]*readonly>([^<]+)<\/textarea>/).map { String($0.1) }
    }

    private static func file(
        _ pages: PageDistrict,
        _ session: [String: String],
        _ more: [String: String] = [:]
    ) async throws -> (page: PageAnswer, number: String) {
        let key = ["key": try #require(try await pages.get("/report", session).hidden("key"))]
        let sent = try await pages.post("/report", filing.merging(key) { $1 }.merging(more) { $1 }, session)
        guard let match = sent.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/) else { throw Unexpected(sent) }
        return (sent, String(match.1))
    }

    @Test func `number, state, holder and limit, and nobody's name, telephone or room`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let (sent, number) = try await Self.file(pages, session)
            let matter = try await pages.get("/matters/\(number)", session)
            for page in [sent, matter] {
                let reply = try #require(Self.reply(page))
                #expect(reply.contains(number) && reply.contains("待受理") && reply.contains("一社区"), "\(reply)")
                #expect(reply.contains("下一步最迟 20"), "\(reply)")
                for word in ["张", "139", "501", "漏水", "派单员"] { #expect(!reply.contains(word), "\(reply)") }
            }
            let english = try await pages.get("/matters/\(number)", session.merging(["Accept-Language": "en"]) { $1 })
            #expect(try #require(Self.reply(english)).hasPrefix("[Whistle] \(number): "))
        }
    }

    @Test(arguments: ["field[confidential]": "true", "field[complained_of]": "水务局"])
    func `of what is kept from others nothing is said`(_ field: String, _ value: String) async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let (sent, number) = try await Self.file(pages, session, [field: value])
            #expect(Self.reply(sent) == nil)
            let matter = try await pages.get("/matters/\(number)", session)
            #expect(matter.status == 200)
            #expect(Self.reply(matter) == nil)
        }
    }
}
