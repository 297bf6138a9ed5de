/// Canonical JSON: keys in the order of their UTF-8 bytes, no white space, the shortest escapes.
///
/// One value has exactly one spelling, so its bytes can be hashed and compared. The form is that of RFC 8785
/// (JCS) for the values that `JSONValue` can hold, but for the order of keys beyond the Basic Multilingual
/// Plane, where UTF-8 and UTF-16 order differ.
extension JSONValue: CanonicalWritable {
    /// Writes the one spelling of this value.
    public func write(to writer: inout CanonicalWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): value.write(to: &writer)
        case .int(let value): writer.number(value)
        case .string(let value): writer.text(value)
        case .array(let values): writer.array(values) { $1.write(to: &$0) }
        case .object(let members):
            writer.object { writer in
                for (key, value) in members { writer.member(named: key, value) }
            }
        }
    }
}
