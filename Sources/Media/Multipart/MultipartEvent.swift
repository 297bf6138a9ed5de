/// What a multipart body turns out to hold, in its order: a part, its bytes in any number of pieces, its end; at last the end.
package enum MultipartEvent: Hashable, Sendable {
    /// A part begins.
    case part(MultipartPart)
    /// The next bytes of the part that began last; never empty.
    case bytes([UInt8])
    /// The part is whole.
    case endOfPart
    /// The body is whole: what comes after it has no meaning.
    case end
}

/// What a part says of itself before its bytes.
package struct MultipartPart: Hashable, Sendable {
    /// The name of the form's field.
    package let name: String
    /// The file's name as the person called it, without folders; nil where the part is no file, empty where none was chosen.
    package let fileName: String?
    /// The media type as the sender gave it: a claim, which nothing may trust.
    package let contentType: String?

    /// Makes a part's heading.
    package init(name: String, fileName: String? = nil, contentType: String? = nil) {
        self.name = name
        self.fileName = fileName
        self.contentType = contentType
    }
}
