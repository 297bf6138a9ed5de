/// What a multipart body may have at most, so that nobody's body costs more memory than this.
package struct MultipartLimits: Hashable, Sendable {
    /// How many parts.
    package var parts: Int
    /// How many bytes the headers of one part have, its line ends included.
    package var headerBytes: Int
    /// How many headers one part has.
    package var headers: Int
    /// How many bytes a part has that is a file.
    package var fileBytes: Int
    /// How many bytes a part has that is none: whoever reads a field holds it whole.
    package var fieldBytes: Int
    /// How many bytes stand before the first boundary, and how many after the last.
    package var idleBytes: Int

    /// Makes limits; left out ones are those for a form with pictures.
    package init(
        parts: Int = 32,
        headerBytes: Int = 8_192,
        headers: Int = 16,
        fileBytes: Int = 50 << 20,
        fieldBytes: Int = 65_536,
        idleBytes: Int = 4_096
    ) {
        self.parts = parts
        self.headerBytes = headerBytes
        self.headers = headers
        self.fileBytes = fileBytes
        self.fieldBytes = fieldBytes
        self.idleBytes = idleBytes
    }
}
