import Foundation
import Configuration
import Dispatcher
import Media
import Workflow

/// Where files of matters lie, and what uploads may take.
///
/// | key | variable | meaning |
/// |---|---|---|
/// | `whistle.media` | `WHISTLE_MEDIA` | the folder; `media` in that of `whistle.var` if not given |
/// | `whistle.upload.file` | `WHISTLE_UPLOAD_FILE` | megabytes of a file at the most |
/// | `whistle.upload.request` | `WHISTLE_UPLOAD_REQUEST` | megabytes of an upload at the most |
/// | `whistle.upload.matter` | `WHISTLE_UPLOAD_MATTER` | files of a matter at the most |
/// | `whistle.upload.public.file` | `WHISTLE_UPLOAD_PUBLIC_FILE` | megabytes of a resident's picture at the most |
/// | `whistle.upload.public.request` | `WHISTLE_UPLOAD_PUBLIC_REQUEST` | megabytes of a resident's form at the most |
/// | `whistle.upload.public.matter` | `WHISTLE_UPLOAD_PUBLIC_MATTER` | a resident's pictures of a matter at the most |
/// | `whistle.upload.seconds` | `WHISTLE_UPLOAD_SECONDS` | how long an upload may take |
struct MediaSettings: Sendable {
    let folder: String
    let limits: AttachmentLimits
    let limitsOfResidents: AttachmentLimits

    /// Reads them.
    init(_ reader: ConfigReader, _ settings: Settings) throws {
        folder = reader.string(forKey: "media") ?? settings.folder + "/media"
        var limits = AttachmentLimits()
        limits.fileBytes = try Settings.count(reader, "upload.file", 1...2_048).map { $0 << 20 } ?? limits.fileBytes
        limits.uploadBytes =
            try Settings.count(reader, "upload.request", 1...8_192).map { $0 << 20 } ?? limits.uploadBytes
        limits.filesOfTicket = try Settings.count(reader, "upload.matter", 1...10_000) ?? limits.filesOfTicket
        limits.time = try Settings.count(reader, "upload.seconds", 1...86_400).map { .seconds($0) } ?? limits.time
        self.limits = limits
        var ofResidents = AttachmentLimits.ofResidents
        ofResidents.filesOfTicket = limits.filesOfTicket
        ofResidents.fileBytes =
            try Settings.count(reader, "upload.public.file", 1...100).map { $0 << 20 } ?? ofResidents.fileBytes
        ofResidents.uploadBytes =
            try Settings.count(reader, "upload.public.request", 1...1_000).map { $0 << 20 } ?? ofResidents.uploadBytes
        ofResidents.filesOfSender =
            try Settings.count(reader, "upload.public.matter", 1...100) ?? ofResidents.filesOfSender
        limitsOfResidents = ofResidents
    }

    /// Reads them where they are kept.
    static func read(_ settings: Settings) async throws -> MediaSettings {
        try MediaSettings(await Settings.reader(), settings)
    }

    /// Opens the folder, and makes it where it is missing.
    ///
    /// - Throws: `Complaint` where that cannot be.
    func desk(_ engine: Engine) throws -> AttachmentDesk {
        // Where it cannot be made, the desk says why.
        try? FileManager.default.createDirectory(
            atPath: (folder as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        do {
            return try AttachmentDesk(
                path: folder,
                engine: engine,
                limits: limits,
                limitsOfResidents: limitsOfResidents
            )
        } catch {
            throw Complaint(
                error.code,
                zh: "\(folder)：\(error.chineseMessage)",
                en: "\(folder): \(error.englishMessage)",
                exit: ExitCodes.cannotWrite
            )
        }
    }
}
