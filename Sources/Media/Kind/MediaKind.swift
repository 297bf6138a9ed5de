/// A kind of file that is taken, told by its content: names and what a sender claims are never asked.
package enum MediaKind: String, Hashable, Sendable, CaseIterable {
    /// A picture with loss, as cameras write it.
    case jpeg
    /// A picture without loss.
    case png
    /// A picture as newer telephones write it (HEVC in HEIF).
    case heic
    /// A document in its final form (ISO 32000).
    case pdf
    /// A document in its final form (GB/T 33190).
    case ofd
    /// A text of Office Open XML, without macros.
    case docx
    /// A workbook of Office Open XML, without macros.
    case xlsx
    /// A recording in MPEG audio.
    case mp3
    /// A recording in an MPEG-4 container.
    case m4a
    /// A recording as telephones write it (RFC 4867).
    case amr
    /// A film in an MPEG-4 container.
    case mp4
}

extension MediaKind {
    /// What the name of such a file ends in, without a dot.
    package var fileEnding: String {
        switch self {
        case .jpeg: "jpg"
        case .png, .heic, .pdf, .ofd, .docx, .xlsx, .mp3, .m4a, .amr, .mp4: rawValue
        }
    }

    /// The media type to send it as.
    package var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .heic: "image/heic"
        case .pdf: "application/pdf"
        case .ofd: "application/ofd"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .mp3: "audio/mpeg"
        case .m4a: "audio/mp4"
        case .amr: "audio/amr"
        case .mp4: "video/mp4"
        }
    }

    /// Whether it is a picture, which is made anew before it is kept.
    package var isPicture: Bool {
        switch self {
        case .jpeg, .png, .heic: true
        case .pdf, .ofd, .docx, .xlsx, .mp3, .m4a, .amr, .mp4: false
        }
    }

    /// Whether a browser may show it where it stands; all else is sent to be saved only.
    ///
    /// Pictures have been made anew, sound and film are decoded and never run. A PDF can hold scripts and forms.
    package var isShownInline: Bool {
        switch self {
        case .jpeg, .png, .mp3, .m4a, .mp4: true
        case .heic, .pdf, .ofd, .docx, .xlsx, .amr: false
        }
    }
}
