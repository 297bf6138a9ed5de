import ArgumentParser
import Dispatcher
import Foundation
import PGStore
import Workflow

/// `whistle play`: plays a scripted session and prints what became of it.
struct PlayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: localized(
            "按脚本演练一件事：谁在何时做什么，规则如何处理",
            "Play a scripted session: who does what and when, and how the rules deal with it."
        ),
        discussion: localized(
            """
            在一个新的演练区里进行（单位、人员、目录取自示例城市，时间由脚本给定），几十小时的事一秒演完；\
            不影响其他区，也不发消息。脚本写法见 share/plays/。示例：whistle play share/plays/night.yaml
            """,
            """
            It is played in a district of its own (units, people and directory are the sample city's, the time is the \
            script's), so days take a second; no other district is touched and nobody is told. share/plays/ shows how \
            to write one. Example: whistle play share/plays/night.yaml
            """
        )
    )

    @Argument(help: ArgumentHelp(localized("脚本（YAML）", "the script (YAML)"), valueName: "file")) var file: String
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let file = file
        try await database.withEngine { engine in
            let play = try Play(yaml: Files.text(file))
            let code = Play.prefix + UUID().uuidString.lowercased().prefix(8)
            do {
                let stage = try await Stage.make(for: play, code: code, engine)
                try await PlayView(play, stage).show()
            } catch let fault as PlayFault {
                throw Complaint(
                    "bad_play",
                    zh: "脚本 \(fault.path)：\(fault.detail)",
                    en: "the script, \(fault.path): \(fault.detail)",
                    exit: ExitCodes.findings
                )
            }
            Terminal.note(localized("演练区：\(code)", "the play's district: \(code)"))
        }
    }
}
