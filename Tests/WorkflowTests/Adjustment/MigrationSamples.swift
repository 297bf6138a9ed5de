import Shipped
import TestSupport
import Workflow

/// The shipped definition, a changed one, and the plan between them.
enum MigrationSamples {
    static let old = Result { try Shipped.definition("issue") }
    static let new = Result { try changed(old.get()) }

    /// `signed` is called `working`, where a clock of its own runs; two clocks have other names, one another limit; a
    /// count, a mark and a value are not known any more.
    private static func changed(_ old: WorkflowDefinition) throws -> WorkflowDefinition {
        let text = old.document.canonicalText
            .replacing("\"signed\"", with: "\"working\"").replacing("\"return_review\"", with: "\"return_ruling\"")
            .replacing("\"silence\"", with: "\"hush\"").replacing("{\"count\":\"meetings\"},", with: "")
            .replacing("{\"remember\":\"whistler\"},", with: "")
        let renamed = try WorkflowDefinition(document: JSONValue(parsing: text))
        return try renamed.with([
            "fields.into_directory.keep": false, "clocks.dispatch.limit": "3wh",
            "clocks.progress": ["title": ["zh": "进展时限", "en": "Progress"], "limit": "3wd", "ladder": "tell_lead"],
            "states.working.clocks": ["contact", "whole", "progress"],
        ])
    }

    static let document: JSONValue = [
        "plan": "新流程", "definition": "issue", "from": 1, "to": 2, "states": ["signed": "working"],
        "clocks": [
            "return_review": ["to": "return_ruling"], "silence": ["to": "hush", "how": "restart"],
            "dispatch": "recompute", "answer_review": "restart", "contact": "drop",
        ],
        "drop": ["facts": "into_directory", "counters": "meetings", "marks": "whistler"],
    ]

    static func migration(_ document: JSONValue = document) throws -> Migration {
        try Migration(MigrationPlan(document: document), hash: "00", versions: [1: old.get(), 2: new.get()])
    }
}
