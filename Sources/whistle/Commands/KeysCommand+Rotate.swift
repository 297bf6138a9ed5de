import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension KeysCommand {
    /// `whistle keys rotate`.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: localized("用第一把密钥重新加密联系方式", "Seal contacts anew under the first key."),
            discussion: localized(
                "旧密钥加密的和还没有加密的都重新加密，电话索引随之更新。可以边办件边运行，中断后再运行即可。有打不开的则以 1 退出。",
                """
                What an older key sealed, and what is in the open, is sealed anew; the index of telephones follows. Others may \
                go on meanwhile; broken off, it is run again. Exits with 1 where something does not open.
                """
            )
        )

        @OptionGroup var database: DatabaseOptions
        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false

        func run() async throws {
            let (json, district) = (json, database.district)
            try await database.withEngine { engine in
                let rotation = try ContactRotation(engine: engine)
                var total = ContactRotation.Tally()
                for found in try await engine.districts() where district.map({ $0 == found.code }) ?? true {
                    let tally = try await rotation.run(found.id) { tally in
                        Terminal.progress(localized("\(found.code)：\(tally.sealed)", "\(found.code): \(tally.sealed)"))
                    }
                    total.add(tally)
                }
                Terminal.progress("", isLast: false)
                json ? Self.printJSON(total) : Self.printText(total)
                guard total.unreadable == 0 else { throw ExitCodes.findings }
            }
        }

        private static func printJSON(_ tally: ContactRotation.Tally) {
            let report: JSONValue = [
                "sealed": .int(Int64(tally.sealed)), "unreadable": .int(Int64(tally.unreadable)),
                "left": .int(Int64(tally.left)),
            ]
            Terminal.line(report.canonicalText)
        }

        private static func printText(_ tally: ContactRotation.Tally) {
            Terminal.line(
                localized(
                    "重新加密 \(tally.sealed) 条，打不开 \(tally.unreadable) 条，期间被改动、留待下次 \(tally.left) 条",
                    "sealed anew: \(tally.sealed); do not open: \(tally.unreadable); changed meanwhile, for the next run: \(tally.left)"
                )
            )
        }
    }
}

extension ContactRotation.Tally {
    fileprivate mutating func add(_ other: Self) {
        sealed += other.sealed
        unreadable += other.unreadable
        left += other.left
    }
}
