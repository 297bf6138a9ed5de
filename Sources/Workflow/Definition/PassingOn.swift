/// What a definition says of values that a ticket comes to keep when others were already made for it: its open children
/// are told by a follow-up (被反映对象、受限 are known later than tasks are made).
public struct PassingOn: Hashable, Sendable {
    /// The child's act, of the child's own definition.
    public let act: ActionName
    /// Fields whose new values are passed on; a child takes those that its act takes.
    public let fields: [FieldName]
}

extension PassingOn {
    init(reader: DocumentReader) throws(Problem) {
        try reader.allow(["act", "fields"])
        self.init(act: try reader.required("act").name(), fields: try reader.names("fields"))
    }
}
