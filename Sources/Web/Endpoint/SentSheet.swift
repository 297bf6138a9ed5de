/// A sheet or a document that came as a file of a page's form.
package struct SentSheet: Sendable {
    /// What the person calls it, without folders.
    package let name: String
    /// What is in it.
    package let bytes: [UInt8]
}
