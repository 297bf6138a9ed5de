import ArgumentParser
import Dispatcher
import Foundation
import PGStore
import Workflow

/// `whistle verify`: checks the whole journal.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: localized("核对整个日志：逐单重放、重算哈希、核对定时", "Check the whole journal: folds, hashes, timers, texts."),
        discussion: localized("有不符时列出并以 1 退出。什么都不改。", "Lists what is wrong and exits with 1. Changes nothing.")
    )

    @OptionGroup var database: DatabaseOptions
    @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false

    func run() async throws {
        let json = json
        try await database.withDistrict { engine, configuration in
            let desk = try await Self.desk(engine)
            let verification = try await engine.verify(configuration.id, files: desk) { count in
                Terminal.progress(localized("已核对 \(count) 单", "\(count) tickets checked"))
            }
            Terminal.progress("", isLast: false)
            json ? Self.printJSON(verification) : Self.printText(verification, configuration)
            guard verification.findingCount == 0 else { throw ExitCodes.findings }
        }
    }

    /// The folder of attachments; nil where there is none on this machine: then files are not compared.
    private static func desk(_ engine: Engine) async throws -> AttachmentDesk? {
        let media = try await MediaSettings.read(try await Settings.read())
        return FileManager.default.fileExists(atPath: media.folder) ? try media.desk(engine) : nil
    }

    private static func printJSON(_ verification: Verification) {
        let findings = verification.findings.map { finding -> JSONValue in
            [
                "code": .string(finding.code), "ticket": .int(finding.ticket.rawValue),
                "detail": .string(finding.detail),
            ]
        }
        let report: JSONValue = [
            "tickets": .int(Int64(verification.tickets)), "events": .int(Int64(verification.events)),
            "timers": .int(Int64(verification.timers)), "open_contacts": .int(Int64(verification.openContacts)),
            "closed_contacts": .int(Int64(verification.closedContacts)),
            "files": .int(Int64(verification.files)), "closed_files": .int(Int64(verification.closedFiles)),
            "unchained_files": .int(Int64(verification.unchainedFiles)),
            "finding_count": .int(Int64(verification.findingCount)),
            "findings": .array(findings),
        ]
        Terminal.line(report.canonicalText)
    }

    private static func printText(_ verification: Verification, _ configuration: DistrictConfiguration) {
        for finding in verification.findings {
            Terminal.line("\(finding.code)  \(finding.ticket)  \(finding.detail)")
        }
        let counts = localized(
            "\(configuration.name)：\(verification.tickets) 单、\(verification.events) 个事件、\(verification.timers) 个定时",
            "\(configuration.name): \(verification.tickets) tickets, \(verification.events) events, \(verification.timers) timers"
        )
        let verdict =
            verification.findingCount == 0
            ? localized("全部相符", "all as it should be")
            : localized("\(verification.findingCount) 处不符", "\(verification.findingCount) things are wrong")
        Terminal.line("\(counts) — \(verdict)")
        if verification.closedFiles > 0 {
            Terminal.line(
                localized(
                    "\(verification.closedFiles) 个附件文件未核对：本机没有附件文件夹（WHISTLE_MEDIA）",
                    "\(verification.closedFiles) files of attachments were not compared: no folder here (WHISTLE_MEDIA)"
                )
            )
        }
        if verification.unchainedFiles > 0 {
            Terminal.line(
                localized(
                    "\(verification.unchainedFiles) 个附件早于哈希入链：其哈希只在附件表里",
                    "\(verification.unchainedFiles) attachments are older than their hashes in the chain: only their rows say them"
                )
            )
        }
        if verification.openContacts > 0 {
            Terminal.line(
                localized(
                    "\(verification.openContacts) 条联系方式尚未加密；请运行 whistle keys rotate",
                    "\(verification.openContacts) contacts are not sealed yet: run whistle keys rotate"
                )
            )
        }
        if verification.closedContacts > 0 {
            Terminal.line(
                localized(
                    "\(verification.closedContacts) 条联系方式未核对：没有密钥",
                    "\(verification.closedContacts) contacts were not compared, for want of a key"
                )
            )
        }
    }
}
