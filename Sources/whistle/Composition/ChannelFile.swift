import Foundation
import Messaging
import Outward
import Workflow

/// The file of channels, as settings or an argument name it.
enum ChannelFile {
    /// Reads a file of channels with the secrets of this process.
    ///
    /// - Throws: `Problems` with all that is wrong with it; `Complaint` where it cannot be read.
    static func read(_ path: String) throws -> ChannelBook {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Complaint(
                "channels_missing",
                zh: "读不到通道文件 \(path)",
                en: "the file of channels \(path) cannot be read",
                exit: ExitCodes.noInput
            )
        }
        return try ChannelBook(yaml: text, secrets: .process)
    }
}

extension Settings {
    /// The channels that are set; nil: none are.
    ///
    /// - Throws: `Complaint` where it cannot be read, or is wrong: the program does not run by half of a file.
    func channelBook() throws -> ChannelBook? {
        guard let channels else { return nil }
        do {
            return try ChannelFile.read(channels)
        } catch let problems as Problems {
            let complaint = Complaint(problems)
            throw Complaint("bad_channels", complaint.message, exit: ExitCodes.configuration)
        }
    }
}
