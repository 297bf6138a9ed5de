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
    /// Files of a matter from one sender at the most.
    package var filesOfSender = Int.max
    /// Whether pictures alone are taken.
    package var arePicturesOnly = false

    /// What residents and other systems may send along: less, and beside what staff may.
    package static let ofResidents: AttachmentLimits = {
        var limits = AttachmentLimits()
        limits.fileBytes = 10 << 20
        limits.uploadBytes = 32 << 20
        limits.filesOfUpload = 3
        limits.filesOfSender = 9
        limits.time = .seconds(120)
        limits.uploads = 8
        limits.arePicturesOnly = true
        return limits
    }()

    /// The usual ones.
    package init() {}
}
