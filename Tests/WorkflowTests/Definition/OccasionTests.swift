import Testing
import Workflow

/// What a form asks for on an occasion only.
@Suite struct OccasionTests {
    private typealias Occasion = ActionDefinition.Occasion

    /// What it asks for where the act has these rules besides those that the document gives it.
    private static func occasions(_ rules: [JSONValue]) throws -> [FieldName: Occasion] {
        let may: JSONValue = ["parking_days", "proof", "grade"]
        let document = try Document.issue.setting("actions.submit_result.may", to: may)
            .setting("actions.submit_result.guards", to: .array(rules))
        return try #require(WorkflowDefinition(document: document).actions["submit_result"]).occasions
    }

    private static func asks(_ field: JSONValue, _ other: String, _ values: JSONValue) -> JSONValue {
        ["any": [["given": field], ["not": ["field": [other: values]]]]]
    }

    @Test func `for how long, only where it is planned`() throws {
        let planned = try #require(try WorkflowDefinition(document: Document.issue).actions["submit_result"]).occasions
        #expect(planned == ["parking_days": Occasion(field: "outcome", values: ["planned"])])
    }

    @Test func `several rules about one field are all its occasions`() throws {
        let rules = [
            Self.asks("parking_days", "outcome", "planned"), Self.asks("proof", "grade", "ordinary"),
            Self.asks("parking_days", "outcome", ["explained", "partly"]),
        ]
        let wanted: [FieldName: Occasion] = [
            "parking_days": Occasion(field: "outcome", values: ["planned", "explained", "partly"]),
            "proof": Occasion(field: "grade", values: ["ordinary"]),
        ]
        #expect(try Self.occasions(rules) == wanted)
    }

    @Test func `what two fields ask for always stands there`() throws {
        let rules = [
            Self.asks("parking_days", "outcome", "planned"), Self.asks("parking_days", "grade", "ordinary"),
            Self.asks("proof", "outcome", "solved"),
        ]
        #expect(try Self.occasions(rules) == ["proof": Occasion(field: "outcome", values: ["solved"])])
    }
}
