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
/// | `whistle.upload.seconds` | `WHISTLE_UPLOAD_SECONDS` | how long an upload may take |
struct MediaSettings: Sendable {
    let folder: String
    let limits: AttachmentLimits

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
            return try AttachmentDesk(path: folder, engine: engine, limits: limits)
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
