import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle dead`: timers and messages that were put aside.
struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: localized("死信：搁置的定时和消息", "Dead letters: timers and messages put aside."),
        subcommands: [List.self, Resend.self]
    )

    /// `whistle dead list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: localized("列出死信及其原因", "List dead letters with their reason.")
        )

        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            try await database.withDistrict { engine, configuration in
                let (timers, messages) = try await DeadLetters(engine: engine).list(configuration.id)
                let calendar = configuration.calendars.standard
                for timer in timers {
                    Terminal.line(
                        "\(timer.key.ticket)  \(timer.key.clock)/\(timer.key.step)  \(calendar.shown(timer.due))  \(timer.code)  \(timer.reason)"
                    )
                }
                for message in messages {
                    Terminal.line(
                        "message \(message.id)  \(message.ticket)/\(message.seq)  \(calendar.shown(message.diedAt))  \(message.reason)"
                    )
                }
                let digests = try await DeadLetters(engine: engine).digests(configuration.id)
                for item in digests {
                    Terminal.line(
                        "digest \(item.id)  \(configuration.shown(item.person))  \(calendar.shown(item.diedAt))  \(item.reason)"
                    )
                }
                let postings = try await DeadLetters(engine: engine).postings(configuration.id)
                for posting in postings {
                    let matter = posting.ticket.map { "  \($0)/\(posting.seq ?? 0)" } ?? ""
                    Terminal.line(
                        "\(posting.channel) \(posting.id)\(matter)  \(configuration.shown(receiver: posting.receiver))  \(calendar.shown(posting.diedAt))  \(posting.reason)"
                    )
                }
                let count = messages.count + digests.count + postings.count
                Terminal.line(
                    localized("\(timers.count) 个定时，\(count) 条消息", "\(timers.count) timers, \(count) messages")
                )
            }
        }
    }

    /// `whistle dead resend`.
    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resend",
            abstract: localized("重新投递死信；不再需要的丢弃", "Resend dead letters; what is wanted no more is dropped.")
        )

        @Argument(
            help: ArgumentHelp(localized("消息号；不写则全部", "a message's number; all without one"), valueName: "message")
        )
        var message: Int64?
        @Option(
            help: ArgumentHelp(
                localized("这个通道搁置的一条", "one that a channel put aside, by its number"),
                valueName: "number"
            )
        )
        var posting: Int64?
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let (message, posting) = (message, posting)
            try await database.withDistrict { engine, configuration in
                let letters = DeadLetters(engine: engine)
                if let posting {
                    guard try await letters.resend(postings: [posting], in: configuration.id) == 1 else {
                        throw Complaint(
                            "unknown_message",
                            zh: "死信里没有 \(posting) 号",
                            en: "no dead letter has the number \(posting)",
                            exit: ExitCodes.refused
                        )
                    }
                    Terminal.line(localized("已重投 \(posting)", "\(posting) was resent"))
                } else if let message {
                    guard try await letters.resend(message: message, in: configuration.id) == .resent else {
                        throw Complaint(
                            "unknown_message",
                            zh: "死信里没有 \(message) 号消息",
                            en: "no dead letter is message \(message)",
                            exit: ExitCodes.refused
                        )
                    }
                    Terminal.line(localized("已重投消息 \(message)", "message \(message) was resent"))
                } else {
                    let tally = try await letters.resendAll(configuration.id)
                    Terminal.line(
                        localized(
                            "重投定时 \(tally.timers)、消息 \(tally.messages)，丢弃 \(tally.dropped)",
                            "resent: \(tally.timers) timers, \(tally.messages) messages; dropped: \(tally.dropped)"
                        )
                    )
                }
            }
        }
    }
}
