import Foundation
import Dispatcher
import PGStore
import Shipped
import TestSupport
import Testing
import Workflow

/// Definitions in words and drawn, and what a new version would change.
@Suite struct DefinitionPageTests {
    @Test func `states, acts and limits stand in words, with their picture`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("local")
            let list = try await pages.get("/admin/definitions", session)
            #expect(list.text.contains("/admin/definitions/issue") && list.text.contains("/admin/definitions/task"))
            #expect(!list.text.contains("/admin/definitions/change"))
            let page = try await pages.get("/admin/definitions/issue", session)
            #expect(page.status == 200)
            for words in ["待签收", "退单", "签收时限", "督办"] { #expect(page.text.contains(words), "\(words)") }
            // Kinds of unit by their titles.
            #expect(page.text.contains("社区/街道") && !page.text.contains("community/street"))
            let picture = try #require(page.text.firstMatch(of: /<img src="([^"]+)"/)).1
            let svg = try await pages.get(String(picture).replacing("&amp;", with: "&"), session)
            #expect(svg.header("Content-Type") == "image/svg+xml" && svg.text.hasPrefix("<svg "))
            #expect(try await pages.get("/admin/definitions/nothing", session).status == 404)
            #expect(try await pages.get("/admin/definitions/issue?version=99", session).status == 404)
        }
    }

    @Test func `a new version's changes are told before it is published`() async throws {
        try await KeptDistrict.with { pages in
            let session = try await pages.signIn("system")
            let file = Shipped.folder.appending(path: "definitions/task.yaml")
            let text = try String(contentsOf: file, encoding: .utf8)
            let form = try await pages.get("/admin/definitions/change", session)
            let same = try await pages.send("/admin/definitions/change", from: form, ["text": text], session)
            #expect(same.status == 200 && same.text.contains("规则与现行版本没有不同"))
            let title = try #require(text.firstMatch(of: /title: \{zh: ([^,}]+)/)).1
            let changed = text.replacing("title: {zh: \(title)", with: "title: {zh: 改过的标题", maxReplacements: 1)
            let told = try await pages.send("/admin/definitions/change", from: form, ["text": changed], session)
            #expect(told.text.contains("还没有发布") && told.text.contains("name=\"publish\""))
            #expect(try await pages.versions == [1])
            let sent = ["text": changed, "publish": "true"]
            let published = try await pages.send("/admin/definitions/change", from: told, sent, session)
            #expect(published.header("Location") == "/admin/definitions?done=published")
            #expect(try await pages.versions == [1, 2])
            let list = try await pages.get("/admin/definitions?done=published", session)
            #expect(list.text.contains("/admin/definitions/task?version=1") && list.text.contains("版本 2"))
            let bad = try await pages.post("/admin/definitions/change", ["text": "{: <x>"], session)
            #expect(bad.status == 422 && bad.text.contains("&lt;x&gt;</textarea>"))
            let local = try await pages.signIn("local")
            #expect(try await pages.post("/admin/definitions/change", ["text": text], local).status == 403)
        }
    }
}

extension PageDistrict {
    /// The versions of tasks.
    fileprivate var versions: [Int] {
        get async throws {
            let machines = try await city.engine.configurations.load(city.id).machines.keys
            return machines.filter { $0.name == "task" }.map(\.version).sorted()
        }
    }
}
