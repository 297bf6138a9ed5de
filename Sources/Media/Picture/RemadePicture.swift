/// A picture made anew from its pixels, upright, in sRGB, with nothing else in it, and a small one of it.
package struct RemadePicture: Hashable, Sendable {
    /// JPEG, or PNG where something can be seen through; both pictures are of this kind.
    package var kind: MediaKind
    /// Pixels from left to right.
    package var width: Int
    /// Pixels from top to bottom.
    package var height: Int
    /// The picture's bytes.
    package var bytes: [UInt8]
    /// The small picture's bytes.
    package var thumbnail: [UInt8]

    /// Makes a picture from its parts.
    package init(kind: MediaKind, width: Int, height: Int, bytes: [UInt8], thumbnail: [UInt8]) {
        self.kind = kind
        self.width = width
        self.height = height
        self.bytes = bytes
        self.thumbnail = thumbnail
    }
}
