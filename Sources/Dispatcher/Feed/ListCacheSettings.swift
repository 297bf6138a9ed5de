/// Bounds of pages that are kept.
package struct ListCacheSettings: Sendable {
    /// Bytes of pages at the most.
    ///
    /// Once they are full pages are made anew; 0: none is kept.
    package var bytes = 16 << 20
    /// How long a page is kept at the most: words can be erased without an event.
    package var life: Duration = .seconds(60)

    /// The usual ones.
    package init() {}
}
