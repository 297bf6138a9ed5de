import Dispatcher
import Foundation
import PGStore
import TestSupport
import Testing
import Workflow

/// Orders from above (督办、批示): each has a paper of its own, and whoever owes an answer is told so first.
@Suite struct OrderPageTests {
    @Test func `each order in the story leads to its own paper, which says all of the matter`() async throws {
        try await PageDistrict.with(passwordsOf: ["street"]) { pages in
            let city = pages.city
            let filing = city.filing(text: "三单元<b>漏水</b>", contact: ["title": "楼道漏水"])
            let ticket = try await city.engine.submit(filing).ticket
            for words in ["先止水", "再换管"] {
                try await city.act(
                    "supervise",
                    by: "street",
                    on: ticket,
                    input: ["reply_days": 2],
                    texts: ["note": words]
                )
            }
            let session = try await pages.signIn("street")
            let story = try await pages.get("/matters/\(ticket)", session).text
            let links = story.matches(of: /class="paper" href="([^"]+\/order\?seq=\d+)">打印督办单</).map { String($0.1) }
            #expect(links.count == 2)
            // The latest stands first.
            for (link, words) in zip(links, ["再换管", "先止水"]) {
                let paper = try await pages.get(link, session).text
                #expect(paper.contains(words) && paper.contains("楼道漏水\n三单元&lt;b&gt;漏水&lt;/b&gt;"))
                #expect(paper.matches(of: /先止水|再换管/).count == 1)
            }
            let latest = try await pages.get("/matters/\(ticket)/order", session).text
            #expect(latest.contains("再换管") && !latest.contains("先止水") && !latest.contains("（还剩"))
            #expect(try await pages.get("/matters/\(ticket)/order?seq=1", session).status == 404)
        }
    }

    @Test func `whoever owes an answer is told until when, and its act is among the first`() async throws {
        try await PageDistrict.with(passwordsOf: ["water"]) { pages in
            let city = pages.city
            let ticket = try await city.file()
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act("dispatch", by: "desk", on: ticket)
            try await city.act("sign", by: "water", on: ticket)
            let session = try await pages.signIn("water")
            let before = try await pages.get("/matters/\(ticket)", session).text
            #expect(!before.contains("答复时限"))
            try await city.act("supervise", by: "street", on: ticket, input: ["reply_days": 2])
            let page = try await pages.get("/matters/\(ticket)", session).text
            #expect(page.contains("<p class=\"awaited\">答复时限：最迟 20"))
            let others = try #require(page.range(of: "class=\"others\"")).lowerBound
            #expect(page[..<others].contains("/acts/answer_order"))
            #expect(!page[others...].contains("/acts/answer_order"))
            try await city.act("answer_order", by: "water", on: ticket, texts: ["text": "已安排"])
            #expect(try await !pages.get("/matters/\(ticket)", session).text.contains("答复时限：最迟"))
        }
    }

    @Test func `a task says what it is about, on paper too, and who enters that somebody came`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "water"]) { pages in
            let city = pages.city
            let ticket = try await city.file(text: "外墙脱落，原文")
            try await city.act("accept", by: "desk", on: ticket)
            try await city.act(
                "whistle",
                by: "desk",
                on: ticket,
                input: [
                    "whistle_kind": "emergency", "whistle_level": "three",
                    "departments": .array([.int(city.unit("W").rawValue)]),
                ],
                texts: ["tried": "社区已拉警戒线", "summary": "外墙要脱落，请来看"]
            )
            let task = try #require(try await city.ticket(ticket)?.children.keys.first)
            let water = try await pages.signIn("water")
            let page = try await pages.get("/matters/\(task)", water).text
            #expect(page.contains("<h1>外墙要脱落，请来看</h1>"))
            #expect(page.contains("报到由 一社区 登记，最迟 20"))
            #expect(page.contains("<h3 class=\"part\">已采取的措施</h3>"))
            let slip = try await pages.get("/matters/\(task)/print", water).text
            #expect(slip.contains("外墙要脱落，请来看") && slip.contains("社区已拉警戒线"))
            let list = try await pages.get("/work?list=to_take", water).text
            #expect(list.contains("<span class=\"headline\">外墙要脱落，请来看</span>"))
            // Who enters it is not told that somebody else does; once they have, nobody is.
            let desk = try await pages.signIn()
            let own = try await pages.get("/matters/\(task)", desk).text
            #expect(own.contains("/acts/check_in") && !own.contains("class=\"registers\""))
            try await city.act("check_in", by: "desk", on: task, input: ["rank": "section_head"])
            #expect(try await !pages.get("/matters/\(task)", water).text.contains("class=\"registers\""))
        }
    }
}
