import ArgumentParser
import Dispatcher
import Media
import Workflow

/// `whistle attachments`: the folder of files.
struct AttachmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attachments",
        abstract: localized("附件文件夹", "The folder of attachments."),
        subcommands: [Sweep.self]
    )

    /// `whistle attachments sweep`.
    struct Sweep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sweep",
            abstract: localized("清除没有任何记录指向的旧文件", "Take away old files that no row names."),
            discussion: localized(
                "一天以内的不动。守护进程每小时做一次。附件与记录是否相符由 whistle verify 核对。",
                "Those of the last day stay. The daemon does it hourly. Whether files are what rows say, whistle verify tells."
            )
        )

        @OptionGroup var database: DatabaseOptions
        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false

        func run() async throws {
            let json = json
            try await database.withEngine { engine in
                let media = try await MediaSettings.read(try await Settings.read())
                let swept = try await media.desk(engine).sweep(engine)
                Terminal.line(json ? Self.json(swept) : Self.text(swept))
            }
        }

        private static func json(_ swept: MediaSweep) -> String {
            let report: JSONValue = [
                "orphans": .int(Int64(swept.orphans)), "drafts": .int(Int64(swept.drafts)),
                "bytes": .int(Int64(swept.bytes)),
            ]
            return report.canonicalText
        }

        private static func text(_ swept: MediaSweep) -> String {
            localized(
                "清除文件 \(swept.orphans) 个、未完成的上传 \(swept.drafts) 个，共 \(swept.bytes) 字节",
                "taken away: \(swept.orphans) files, \(swept.drafts) unfinished uploads; \(swept.bytes) bytes"
            )
        }
    }
}
