import Foundation
import TestSupport
import Testing
import Web
import Workflow

@testable import Pages

/// What scripts on a phone ask the pages for: the worker, and what came of forms that waited.
@Suite struct OfflinePageTests {
    private static let data = ["Accept": "application/json"]
    private static let filing = ["field[category]": "水务", "field[place]": "一社区", "field[text]": "楼道漏水"]

    /// What a script was told.
    private static func told(_ answer: PageAnswer) throws -> JSONValue {
        #expect(answer.header("Content-Type") == "application/json")
        return try JSONValue(parsing: answer.bytes, numbers: .any)
    }

    @Test func `the worker stands at the root, is asked for anew, and lets in this host alone`() async throws {
        try await PageDistrict.with(passwordsOf: []) { pages in
            let worker = try await pages.get("/service-worker.js")
            #expect(worker.status == 200)
            #expect(worker.header("Content-Type") == "text/javascript; charset=utf-8")
            #expect(worker.header("Cache-Control") == "no-cache")
            let policy = try #require(worker.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'") && !policy.contains("*"))
            let assets = try #require(worker.text.firstMatch(of: /^const assets = "(\/assets\/[0-9a-f]+)";/)).1
            // All that it fetches at the start is there: else it would never begin.
            let names = try #require(worker.text.firstMatch(of: /const OFTEN = \[([^\]]+)\]/)).1
            for name in names.matches(of: /"([^"]+)"/) {
                #expect(try await pages.get("\(assets)/\(name.1)").status == 200, "\(name.1)")
            }
            let outbox = try await pages.get("/outbox")
            #expect(outbox.status == 200 && outbox.text.contains("id=\"outbox\""))
        }
    }

    @Test func `pages are kept by whoever signed in on their own phone alone`() async throws {
        try await PageDistrict.with { pages in
            let desk = try await pages.signIn()
            #expect(!(try await pages.get("/work", desk)).text.contains("data-keeps"))
            let form = ["account": "desk", "password": PageDistrict.password, "kind": "phone"]
            let cookie = try #require(try await pages.post("/sign-in", form).header("Set-Cookie"))
            let phone = ["Cookie": String(cookie.prefix { $0 != ";" })]
            #expect(try await pages.get("/work", phone).text.contains(" data-keeps=\"604800\" data-account=\"desk\""))
            #expect(!(try await pages.get("/r", phone)).text.contains("data-keeps"))
        }
    }

    @Test func `a script is told the number and the code, twice the same`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn().merging(Self.data) { $1 }
            let form = Self.filing.merging(["key": "0123456789abcdef", "account": "desk"]) { $1 }
            let files = [("a.jpg", try PageDistrict.picture())]
            let first = try Self.told(try await pages.post("/report", form, files: files, session))
            let second = try Self.told(try await pages.post("/report", form, files: files, session))
            #expect(first["done"] == true && first["refused"] == [])
            #expect(first["number"] == second["number"] && first["code"] == second["code"])
            #expect(first["code"]?.string != nil)
            let list = try await pages.get("/work?list=to_take", session)
            #expect(list.text.matches(of: /class="line-link"/).count == 1)
        }
    }

    @Test func `what one person wrote nobody else sends, and nobody who is not signed in`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "grid"]) { pages in
            let form = Self.filing.merging(["key": "0123456789abcdef", "account": "grid"]) { $1 }
            let desk = try await pages.signIn().merging(Self.data) { $1 }
            let other = try await pages.post("/report", form, desk)
            #expect(other.status == 409)
            #expect(try Self.told(other)["code"] == "other_account")
            // Nor do photos of theirs come to a matter that the other sees.
            let filed = try Self.told(try await pages.post("/report", Self.filing, desk))
            let number = try #require(filed["number"]?.string)
            let act = try await pages.post(
                "/matters/\(number)/acts/dispatch",
                ["key": "fedcba9876543210", "seq": "1", "account": "grid"],
                files: [("a.jpg", try PageDistrict.picture())],
                desk
            )
            #expect(act.status == 409)
            #expect(!(try await pages.get("/matters/\(number)", desk)).text.contains("class=\"thumbs\""))
            let nobody = try await pages.post("/report", form, Self.data)
            #expect(nobody.status == 401)
            #expect(try Self.told(nobody)["done"] == false)
            let grid = try await pages.signIn("grid").merging(Self.data) { $1 }
            #expect(try Self.told(try await pages.post("/report", form, grid))["done"] == true)
        }
    }

    @Test func `who comes too late is told by whom, and their photos are added all the same`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let script = session.merging(Self.data) { $1 }
            let filed = try Self.told(try await pages.post("/report", Self.filing, script))
            let number = try #require(filed["number"]?.string)
            let accepted = try Self.told(
                try await pages.post("/matters/\(number)/acts/accept", ["key": "first", "seq": "1"], script)
            )
            #expect(accepted["done"] == true && accepted["seq"] == 2)
            let late = try await pages.post(
                "/matters/\(number)/acts/resolve_here",
                ["key": "second", "seq": "1", "field[text]": "处理了"],
                files: [("a.jpg", try PageDistrict.picture())],
                script
            )
            #expect(late.status == 412)
            let told = try Self.told(late)
            #expect(told["code"] == "stale_version" && told["is_possible"] == true && told["files_added"] == true)
            #expect(told["since"]?.array?.count == 1)
            #expect(told["since"]?.array?.first?["by"]?.string?.contains("派单员甲") == true)
            #expect(told["seq"] == 3)
            // The same without a script: what happened stands beside the form, with what was typed.
            let page = try await pages.post(
                "/matters/\(number)/acts/resolve_here",
                ["key": "third", "seq": "1", "field[text]": "处理了"],
                session
            )
            #expect(page.status == 412 && page.text.contains("处理了</textarea>"))
            #expect(page.text.contains("<strong>受理") && page.text.contains("派单员甲"))
        }
    }

    @Test func `files that would be taken in a moment are sent again, others are told`() {
        func sent(_ codes: [String?]) -> FilesSent {
            let results = codes.map { code -> JSONValue in
                let problem = code.map { ["code": .string($0), "detail": "…"] as JSONValue }
                return ["file_name": "a.jpg", "problem": problem ?? .null]
            }
            return FilesSent(["seq": .null, "results": .array(results)])
        }
        #expect(throws: Never.self) { try sent([nil, "picture_damaged"]).checkTaken() }
        #expect(sent([nil, "picture_damaged"]).refused.count == 1)
        #expect(throws: Fault.self) { try sent([nil, "pictures_busy"]).checkTaken() }
    }
}
