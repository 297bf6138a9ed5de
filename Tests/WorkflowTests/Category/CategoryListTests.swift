import Testing
import Workflow

/// What a district says of its categories, and what it asks.
@Suite struct CategoryListTests {
    private static let title: JSONValue = ["zh": "水", "en": "Water"]

    private static func entry(_ more: JSONObject = [:]) throws -> CategoryEntry {
        let members: JSONObject = ["category": "水务/漏水", "code": "leak", "title": title]
        return try CategoryEntry(document: .object(members.merging(more) { $1 }))
    }

    private static func question(_ more: JSONObject) throws -> CategoryQuestion {
        let members: JSONObject = ["code": "q", "ask": title, "form": "line"]
        let question = JSONValue.object(members.merging(more) { $1 })
        return try #require(try entry(["questions": [question]]).questions.first)
    }

    @Test func `an entry is not public unless it says so`() throws {
        #expect(try Self.entry().isPublic == false)
        #expect(try Self.entry(["public": true]).isPublic)
        #expect(try Self.entry(["category": "水务//漏水/"]).category == "水务/漏水")
    }

    @Test(
        arguments: [
            (["code": "Leak"], "bad_code"), (["code": "a b"], "bad_code"), (["code": .null], "missing_key"),
            (["colour": "red"], "unknown_key"), (["title": "Water"], "wrong_type"), (["category": "/"], "wrong_type"),
            (["questions": [["code": "q", "ask": title]]], "missing_key"),
            (["questions": [["code": "q", "ask": title, "form": "song"]]], "unknown_word"),
            (["questions": [["code": "q", "ask": title, "form": "choice"]]], "choices_and_form"),
            (
                [
                    "questions": [
                        ["code": "q", "ask": title, "form": "line", "choices": [["code": "a", "title": title]]]
                    ]
                ], "choices_and_form"
            ),
            (["questions": [["code": "q", "tell": title, "required": true]]], "told_and_asked"),
            (["questions": [["code": "q", "tell": title], ["code": "q", "tell": title]]], "question_twice"),
            (["questions": .array((0..<21).map { ["code": .string("q\($0)"), "tell": title] })], "too_many_questions"),
            (
                [
                    "questions": [
                        [
                            "code": "q", "ask": title, "form": "choice",
                            "choices": [["code": "a", "title": title], ["code": "a", "title": title]],
                        ]
                    ]
                ], "choice_twice"
            ),
        ] as [(JSONObject, String)]
    )
    func `what is wrong with an entry is said by a stable code`(more: JSONObject, code: String) {
        let problem = #expect(throws: Problem.self) { try Self.entry(more) }
        #expect(problem?.code == code, "\(String(describing: problem))")
    }

    @Test func `a category goes by the nearest entry above it`() throws {
        let list = try CategoryList([Self.entry(["category": "水务", "code": "water"]), Self.entry()])
        #expect(list.entry(of: "水务/漏水/屋顶")?.code == "leak" && list.entry(of: "水务/停水")?.code == "water")
        #expect(list.entry(of: "园林") == nil && list.entry(code: "leak")?.category == "水务/漏水")
    }

    @Test func `neither a category nor a code stands twice`() throws {
        let other = try Self.entry(["category": "园林"])
        #expect(throws: Problems.self) { try CategoryList([Self.entry(), other]) }
        let again = try Self.entry(["code": "other"])
        #expect(throws: Problems.self) { try CategoryList([Self.entry(), again]) }
    }

    @Test func `answers fit their forms`() throws {
        let choices: JSONValue = [
            ["code": "a", "title": ["zh": "甲", "en": "A"]], ["code": "b", "title": ["zh": "乙", "en": "B"]],
        ]
        let cases: [(JSONObject, [String], [String])] = [
            (["form": "line"], ["x", ""], ["x\ny", String(repeating: "x", count: 501), "a\u{0}"]),
            (["form": "text"], ["x\ny"], [String(repeating: "x", count: 501)]),
            (["form": "number"], ["1", "-2.5", "+0"], ["", "1e3", "x", ".", "1.", "nan"].filter { !$0.isEmpty }),
            (["form": "instant"], ["2026-11-21T09:30:00+08:00"], ["2026-11-21", "now"]),
            (["form": "choice", "choices": choices], ["a"], ["c", "A"]),
        ]
        for (document, good, bad) in cases {
            let question = try Self.question(document)
            for answer in good { #expect(question.fault(in: [answer]) == nil, "\(answer)") }
            for answer in bad { #expect(question.fault(in: [answer]) != nil, "\(answer)") }
            #expect(question.fault(in: good + good.filter { !$0.isEmpty }) != nil, "one answer only")
            #expect(question.fault(in: []) == nil)
        }
        let many = try Self.question(["form": "choices", "choices": choices])
        #expect(many.fault(in: ["a", "b"]) == nil && many.fault(in: ["a", "c"]) != nil)
        #expect(many.shown(["b", "", "a"], in: .zh) == "乙、甲" && many.shown([""], in: .zh) == nil)
        let required = try Self.question(["required": true])
        #expect(required.fault(in: [""]) != nil && required.fault(in: ["x"]) == nil)
    }
}
