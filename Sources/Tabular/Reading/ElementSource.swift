/// What reads one kind of file: rows and bad rows in order, as they stand.
///
/// What holds for every kind (headings, blank rows, cells too many or too long) is `RecordReader`'s.
protocol ElementSource: AnyObject {
    /// The headings, when the kind of file names its fields; nil when they are a row of their own.
    var header: SheetHeader? { get }

    /// How much has been read.
    var progress: ReadProgress { get }

    /// The next row; nil at the end.
    func next() throws(SheetError) -> SheetElement?
}

/// How much of a sheet has been read, in bytes.
package struct ReadProgress: Hashable, Sendable {
    /// The bytes read.
    package var done: Int
    /// The bytes there are, where that is known.
    package var total: Int?

    /// The part read, from 0 to 1, where the whole is known.
    package var fraction: Double? {
        guard let total, total > 0 else { return nil }
        return min(1, Double(done) / Double(total))
    }
}
