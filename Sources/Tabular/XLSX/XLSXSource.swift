/// Stub.
final class XLSXSource: ElementSource {
    init(_ input: SheetInput, _ bytes: ByteReader, options: ReadOptions) throws(SheetError) { throw .unknownFileKind }
    let header: SheetHeader? = nil
    var progress: ReadProgress { ReadProgress(done: 0, total: nil) }
    func next() throws(SheetError) -> SheetElement? { nil }
}
