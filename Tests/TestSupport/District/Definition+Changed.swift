package import Workflow

extension WorkflowDefinition {
    /// The same definition with parts of its document replaced.
    ///
    /// - Parameter changes: values by path, such as `clocks.sign.limit`; a part that is not there is added.
    /// - Returns: the changed definition.
    /// - Throws: `Problems` where the document is none any more.
    package func with(_ changes: JSONObject) throws -> WorkflowDefinition {
        var document = document
        for (path, value) in changes { document.set(value, at: path.split(separator: ".").map(String.init)[...]) }
        return try WorkflowDefinition(document: document)
    }
}

extension JSONValue {
    fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let key = path.first else {
            self = value
            return
        }
        var members = object ?? [:]
        members[key, default: .null].set(value, at: path.dropFirst())
        self = .object(members)
    }
}
