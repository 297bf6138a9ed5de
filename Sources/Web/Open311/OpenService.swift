import Workflow

/// A category as a service of Open311.
struct OpenService {
    let entry: CategoryEntry
    let language: Language

    /// As the list of services has it.
    var node: OpenDocument.Node {
        .members([
            .init("service_code", entry.code), .init("service_name", entry.title(language)),
            .init("description", entry.about?(language)), .init("metadata", .flag(!entry.questions.isEmpty)),
            // The number is there as soon as it is filed.
            .init("type", "realtime"), .init("keywords", entry.keywords.joined(separator: ",")),
            .init("group", Self.group(entry.category)),
        ])
    }

    /// Its questions.
    var definition: OpenDocument {
        let attributes = entry.questions.enumerated().map { Self.attribute($1, order: $0 + 1, language) }
        return OpenDocument(
            root: "service_definition",
            content: .members([
                .init("service_code", entry.code), .init("attributes", .list("attribute", attributes)),
            ])
        )
    }

    /// The category at the top.
    private static func group(_ category: String) -> String {
        category.split(separator: "/").first.map(String.init) ?? category
    }

    private static func attribute(
        _ question: CategoryQuestion,
        order: Int,
        _ language: Language
    ) -> OpenDocument.Node {
        let values = (question.form?.choices ?? []).map { choice in
            OpenDocument.Node.members([.init("key", choice.code), .init("name", choice.title(language))])
        }
        return .members([
            .init("variable", .flag(question.form != nil)), .init("code", question.code),
            .init("datatype", datatype(question.form)), .init("required", .flag(question.isRequired)),
            .init("datatype_description", question.hint?(language)), .init("order", .number(order)),
            .init("description", question.words(language)), .init("values", .list("value", values)),
        ])
    }

    /// What is told only is a text that nobody writes.
    private static func datatype(_ form: CategoryQuestion.Form?) -> String {
        switch form {
        case .line?: "string"
        case .text?, nil: "text"
        case .number?: "number"
        case .instant?: "datetime"
        case .choice?: "singlevaluelist"
        case .choices?: "multivaluelist"
        }
    }
}
