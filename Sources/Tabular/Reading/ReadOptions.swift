/// How a sheet is read; the defaults are right for a file a person hands over.
package struct ReadOptions: Sendable {
    /// The kind of file, where it is known; nil finds it by content and then by extension.
    package var kind: SheetKind?

    /// The sheet of a workbook by name; nil takes the first visible one.
    package var sheet: String?

    /// What separates the cells of a CSV: `,`, `;` or a tab; nil finds it in the first record.
    package var separator: UInt8?

    /// The fields that are expected.
    ///
    /// With them, titles above the headings are passed over, and keys that come late in a JSON file have a column.
    package var fields: [FieldSpec] = []

    /// What is too much.
    package var limits = SheetLimits()

    /// How many bytes are read at a time.
    package var chunkSize = 64 * 1024

    /// Makes the default options.
    package init(fields: [FieldSpec] = []) {
        self.fields = fields
    }
}

/// What is too much in a sheet; all of it bounds the memory that a reader takes.
package struct SheetLimits: Hashable, Sendable {
    /// The bytes of one record of a CSV, or of one element of a JSON list.
    package var recordBytes = 1 << 20

    /// The characters (Unicode scalars) of a cell; a spreadsheet holds no more than this.
    package var cellCharacters = 32_767

    /// The columns of a sheet.
    package var columns = 1_000

    /// The bytes of a document that is held in memory as a whole (YAML), once decoded.
    package var documentBytes = 16 << 20

    /// The bytes of the texts that the cells of a workbook share, which are held in memory.
    package var sharedTextBytes = 512 << 20

    /// The bytes that a part of a workbook may unpack to.
    package var unpackedBytes = 4 << 30

    /// How many times its packed size a part of a workbook may unpack to, past the first 16 MiB.
    package var unpackedRatio = 200

    /// The bytes of a workbook that comes from a pipe, and is first put in a temporary file.
    package var spooledBytes = 2 << 30

    /// Makes the default limits.
    package init() {}
}
