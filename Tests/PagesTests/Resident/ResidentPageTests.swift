import TestSupport
import Testing
import Web
import Dispatcher

/// What residents do at a door: without an account, and without a script.
@Suite struct ResidentPageTests {
    private static func file(_ pages: PageDistrict, _ more: [String: String] = [:]) async throws -> (String, String) {
        let form = try await pages.get("/r/at/B")
        let filing = [
            "key": try #require(form.hidden("key")), "place": try #require(form.hidden("place")), "category": "水务",
            "text": "楼道里一直漏水",
        ]
        let sent = try await pages.post("/r", filing.merging(more) { $1 })
        guard sent.status == 200, let number = sent.hidden("number"), let code = sent.hidden("code") else {
            throw Unexpected(sent)
        }
        return (number, code)
    }

    @Test func `the page behind a building's code says where it is`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let page = try await pages.get("/r/at/B")
            #expect(page.text.contains("一街道 › 一社区 › 一网格 › 一号楼"))
            #expect(page.text.contains("119"))
            #expect(page.text.contains("href=\"tel:119\"") && !page.text.contains("这个二维码不认识"))
            // A code that nobody printed asks for the address instead, and says so.
            let unknown = try await pages.get("/r/at/XX")
            #expect(unknown.text.contains("name=\"address\"") && unknown.text.contains("这个二维码不认识"))
        }
    }

    @Test func `who chose no category is told so, and how to say that one cannot`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let sent = try await pages.post("/r", ["text": "楼道漏水", "place": "B", "key": "k1"])
            #expect(sent.status == 422 && sent.text.contains("请选是哪一类；拿不准就选“不清楚”"), "\(sent.text.suffix(2_000))")
            #expect(sent.text.contains("楼道漏水</textarea>"))
            let english = try await pages.post(
                "/r",
                ["text": "x", "place": "B", "key": "k2"],
                ["Accept-Language": "en"]
            )
            #expect(english.text.contains("choose “I do not know”"), "\(english.text.suffix(3_000))")
            #expect(english.text.contains("I do not know</strong>"))
        }
    }

    @Test func `number and code open it, a wrong code does not, and neither is in an address`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let (number, code) = try await Self.file(pages, ["phone": "13900000000", "name": "某某"])
            let matter = try await pages.post("/r/status", ["number": number, "code": code])
            #expect(matter.status == 200)
            #expect(matter.text.contains("楼道里一直漏水"))
            #expect(!matter.text.contains("13900000000"))
            #expect(!matter.text.contains("href=\"/r/status?"))
            let wrong = try await pages.post("/r/status", ["number": number, "code": "AAAA-AAAA"])
            #expect(wrong.status == 404)
            #expect(!wrong.text.contains("楼道里一直漏水"))
            // Which of the two is wrong is not told.
            let none = try await pages.post("/r/status", ["number": "000097", "code": code])
            for refused in [wrong, none] {
                #expect(refused.text.contains("编号或查询码不对") && !refused.text.contains("没有编号为"))
            }
            #expect(try await pages.post("/r/status", ["number": "", "code": ""]).status == 404)
        }
    }

    @Test func `a resident adds to their matter, and withdraws it`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let (number, code) = try await Self.file(pages)
            let opening = ["number": number, "code": code]
            let matter = try await pages.post("/r/status", opening)
            let acts = Set(matter.text.matches(of: /action="\/r\/acts\/([a-z_]+)"/).map { String($0.1) })
            #expect(acts.contains("withdraw_matter"))
            let withdrawn = try await pages.post(
                "/r/acts/withdraw_matter",
                opening.merging(["key": "0123456789abcdef", "field[reason]": "已经好了"]) { $1 }
            )
            #expect(withdrawn.status == 200)
            #expect(withdrawn.text.contains("role=\"status\""))
            let after = try await pages.post("/r/status", opening)
            #expect(!after.text.contains("action=\"/r/acts/withdraw_matter\""))
        }
    }

    @Test func `who asks too often answers what a picture shows, and keeps what was typed`() async throws {
        var limits = ServiceLimits()
        limits.residents.filing = .init(burst: 1, seconds: 3_600)
        try await PageDistrict.with(passwordsOf: [], limits: limits) { pages in
            _ = try await Self.file(pages)
            let form = try await pages.get("/r/at/B")
            let sent = try await pages.post(
                "/r",
                ["key": try #require(form.hidden("key")), "place": "B", "category": "水务", "text": "又漏了"]
            )
            #expect(sent.status == 403)
            #expect(sent.text.contains("又漏了</textarea>"))
            #expect(sent.text.contains("name=\"challenge\"") && sent.text.contains("data:image/png"))
            #expect(sent.text.contains("请先回答一道验证题") && !sent.text.contains("/api/v1"))
            // Whoever cannot see the picture asks for words, by a button and without a script.
            let typed = ["key": "0123456789abcdef", "place": "B", "category": "水务", "text": "又漏了"]
            let words = try await pages.post("/r", typed.merging(["form": "picture", "other": "words"]) { $1 })
            #expect(words.status == 403 && words.text.contains("又漏了</textarea>"))
            #expect(words.text.contains("等于几") && !words.text.contains("data:image/png"))
            let token = try #require(words.hidden("challenge"))
            let wrong = ["form": "words", "challenge": token, "answer": "0"]
            // A wrong answer brings another one in words.
            let again = try await pages.post("/r", typed.merging(wrong) { $1 })
            #expect(again.status == 403 && again.text.contains("等于几") && again.hidden("challenge") != token)
        }
    }

    @Test func `what stands at no address has no switch of language that would lose it`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let form = try await pages.get("/r/at/B")
            #expect(form.text.contains("action=\"/language\""))
            let filing = ["key": try #require(form.hidden("key")), "place": "B", "category": "水务", "text": "漏水"]
            let sent = try await pages.post("/r", filing)
            #expect(sent.status == 200 && sent.hidden("code") != nil)
            #expect(!sent.text.contains("action=\"/language\""))
            let refused = try await pages.post("/r/status", ["number": "1", "code": "A"])
            #expect(!refused.text.contains("action=\"/language\""))
        }
    }

    @Test func `the status is told in plain words, with until when, in both languages`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let (number, code) = try await Self.file(pages)
            let opening = ["number": number, "code": code]
            let zh = try await pages.post("/r/status", opening)
            for words in ["已收到，等受理", "现在由", "一号楼", "这一步最迟", "补充情况", "催一催", "不办了（撤诉）"] {
                #expect(zh.text.contains(words), "\(words)")
            }
            let en = try await pages.post("/r/status", opening, ["Accept-Language": "en"])
            for words in [
                "Received, waiting to be accepted", "This step by", "Tell us more", "Ask for haste", "Reported",
            ] {
                #expect(en.text.contains(words), "\(words)")
            }
            #expect(!en.text.contains("To accept") && !en.text.contains(">Add to<"))
        }
    }

    @Test func `who does not know the kind says so, and it is read from their words`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let filing = ["place": "B", "category": "-", "key": "0123456789abcdef"]
            let read = try await pages.post("/r", filing.merging(["text": "水务的管子一直漏"]) { $1 })
            #expect(read.status == 200 && read.hidden("code") != nil)
            let unread = ["text": "说不清是什么", "key": "fedcba9876543210"]
            let unclear = try await pages.post("/r", filing.merging(unread) { $1 })
            #expect(unclear.status == 422 && unclear.text.contains("请选一个最接近的"))
            #expect(unclear.text.contains("value=\"-\" checked"))
        }
    }

    @Test func `a telephone that is not whole is refused, and what was typed stays`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let filing = ["place": "B", "category": "水务", "key": "0123456789abcdef", "text": "漏水", "phone": "1380"]
            let sent = try await pages.post("/r", filing)
            #expect(sent.status == 422 && sent.text.contains("至少要有 7 位数字"))
            #expect(sent.text.contains("value=\"1380\"") && sent.text.contains("value=\"水务\" checked"))
        }
    }
}
