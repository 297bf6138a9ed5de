/// What uploads may take.
package struct AttachmentLimits: Hashable, Sendable {
    /// Bytes of a file at the most, as it is sent.
    package var fileBytes = 50 << 20
    /// Bytes of an upload at the most, with all its files.
    package var uploadBytes = 200 << 20
    /// Files of an upload at the most.
    package var filesOfUpload = 32
    /// Files of a matter at the most, those out of sight included.
    package var filesOfTicket = 200
    /// How long an upload may take to arrive.
    package var time = Duration.seconds(600)
    /// Uploads at once at the most: so many times `uploadBytes` may lie on the disk unfinished.
    package var uploads = 16

    /// The usual ones.
    package init() {}
}
