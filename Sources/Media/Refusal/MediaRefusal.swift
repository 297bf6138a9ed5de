/// Why something sent, kept or asked for is refused.
///
/// Cases carry the facts only; `code` is stable, for programs, and the messages are for people.
package enum MediaRefusal: Error, Hashable, Sendable {
    // MARK: A form

    /// The request's body is no `multipart/form-data`.
    case notMultipart
    /// The boundary is missing, or none by RFC 2046.
    case badBoundary
    /// What stands behind a boundary is neither its end of line nor its end.
    case badBoundaryLine
    /// Too much stands before the first boundary, behind one, or after the last.
    case strayBytes
    /// A part's header cannot be read.
    case badHeader
    /// A part's headers are too many or too long; the limit is in bytes.
    case headersTooLarge(limit: Int)
    /// A part does not say which field of the form it is.
    case badDisposition
    /// The name of a field or file is in another encoding than UTF-8.
    case nameNotUTF8
    /// A part's bytes are encoded, which RFC 7578 forbids.
    case transferEncoding
    /// A field that is no file is longer than the limit, in bytes.
    case fieldTooLarge(limit: Int)
    /// The form has more parts than the limit.
    case tooManyParts(limit: Int)
    /// The form ends before its last boundary.
    case multipartCutOff

    // MARK: A file

    /// The file is longer than the limit, in bytes.
    case fileTooLarge(limit: Int)
    /// There is nothing in the file.
    case emptyFile
    /// The file's content is of no kind that is taken, whatever its name says.
    case kindNotTaken
    /// The file is of two kinds at once, or has a kind inside that a browser could run.
    case mixedKinds
    /// The document has a password or macros.
    case activeDocument

    // MARK: A picture

    /// The picture has more pixels than the limit, or a side longer than any camera makes.
    case pictureTooLarge(limit: Int)
    /// The picture cannot be read to its end.
    case pictureDamaged
    /// So many pictures are waiting that another one would wait too long.
    case picturesBusy
    /// The program that looks at pictures cannot be started.
    case picturesUnavailable

    // MARK: The folder

    /// The disk is full, or the quota used up.
    case diskFull
    /// The folder may not be read or written; the number is the system's.
    case folderDenied(errno: Int32)
    /// The folder fails otherwise; the number is the system's.
    case folderFailed(errno: Int32)
    /// The folder belongs to another database.
    case folderTaken
    /// No file of that name is kept.
    case notKept
    /// The part asked for lies beyond the file; its length is in bytes.
    case rangeBeyondEnd(length: Int)
}

extension MediaRefusal {
    /// The name of the refusal, which never changes, for programs and for looking it up.
    package var code: String {
        switch self {
        case .notMultipart: "multipart_expected"
        case .badBoundary: "multipart_bad_boundary"
        case .badBoundaryLine: "multipart_bad_boundary_line"
        case .strayBytes: "multipart_stray_bytes"
        case .badHeader: "multipart_bad_header"
        case .headersTooLarge: "multipart_headers_too_large"
        case .badDisposition: "multipart_bad_disposition"
        case .nameNotUTF8: "multipart_name_not_utf8"
        case .transferEncoding: "multipart_transfer_encoding"
        case .fieldTooLarge: "multipart_field_too_large"
        case .tooManyParts: "multipart_too_many_parts"
        case .multipartCutOff: "multipart_cut_off"
        case .fileTooLarge: "media_too_large"
        case .emptyFile: "media_empty"
        case .kindNotTaken: "media_kind_not_taken"
        case .mixedKinds: "media_mixed_kinds"
        case .activeDocument: "media_active_document"
        case .pictureTooLarge: "picture_too_large"
        case .pictureDamaged: "picture_damaged"
        case .picturesBusy: "pictures_busy"
        case .picturesUnavailable: "pictures_unavailable"
        case .diskFull: "media_disk_full"
        case .folderDenied: "media_folder_denied"
        case .folderFailed: "media_folder_failed"
        case .folderTaken: "media_folder_taken"
        case .notKept: "media_not_kept"
        case .rangeBeyondEnd: "media_range_beyond_end"
        }
    }
}
