/// What writes rows of text to a file of some kind.
package protocol SheetWriter: AnyObject {
    /// Writes a row.
    func write(_ cells: [String]) throws(SheetError)

    /// Writes all that is left; without it the file is not whole.
    func finish() throws(SheetError)
}
