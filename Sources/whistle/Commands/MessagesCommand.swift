import ArgumentParser
import Dispatcher
import Messaging
import PGStore
import Workflow

/// `whistle messages`: the call log, and what waits.
struct MessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages",
        abstract: localized("发送记录：何时由哪个通道发给谁、对方如何答复", "What was sent to whom by which channel, with the answer."),
        discussion: localized(
            "最近的在前。只增不改；到期的按通道文件的 keep_days 清除。--waiting 列出各通道还在等的。",
            "The latest first. Nothing is changed in it; what is older than keep_days is removed. --waiting: what waits."
        )
    )

    @Option(help: ArgumentHelp(localized("只看这件工单", "of this ticket only"), valueName: "number")) var ticket: String?
    @Option(help: ArgumentHelp(localized("只看这个通道", "by this channel only"), valueName: "name")) var channel: String?
    @Option(help: ArgumentHelp(localized("不早于此时", "not before this time"), valueName: "time")) var since: String?
    @Option(help: ArgumentHelp(localized("最多多少条", "lines at the most"), valueName: "count")) var limit = 100
    @Flag(help: ArgumentHelp(localized("列出各通道待发的条数", "how much waits, by channel"))) var waiting = false
    @Flag(help: ArgumentHelp(localized("JSON 输出，每行一条", "print JSON, one line each"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let command = self
        try await database.withDistrict { engine, configuration in
            if command.waiting {
                for line in try await engine.postingsWaiting(in: configuration.id) {
                    Terminal.line(command.json ? Self.json(line) : Self.text(line, configuration))
                }
                return
            }
            var choice = LoggedMessage.Choice()
            if let number = command.ticket {
                choice.ticket = try await engine.dossier(of: number, configuration).ticket.id
            }
            choice.channel = command.channel
            choice.since = try command.since.map { try configuration.required(time: $0) }
            var left = max(0, command.limit)
            while left > 0 {
                let page = min(left, 500)
                let lines = try await engine.messages(in: configuration.id, choice, limit: page)
                for line in lines { Terminal.line(command.json ? Self.json(line) : Self.text(line, configuration)) }
                guard lines.count == page, let last = lines.last else { return }
                choice.before = last.id
                left -= lines.count
            }
        }
    }

    private static func text(_ line: LoggedMessage, _ configuration: DistrictConfiguration) -> String {
        let words = line.words.split(separator: "\n").first.map(String.init)
        return [
            configuration.calendars.standard.shown(line.at), line.channel, configuration.shown(receiver: line.receiver),
            line.address.isEmpty ? nil : line.address, line.ticket.map { "\($0)/\(line.seq ?? 0)" }, line.outcome,
            words,
            line.answer.isEmpty ? nil : line.answer, line.receipt,
        ].compactMap(\.self).joined(separator: "  ")
    }

    private static func json(_ line: LoggedMessage) -> String {
        let value: JSONValue = [
            "id": .int(line.id), "at": .int(line.at.microseconds), "channel": .string(line.channel),
            "receiver": .string(line.receiver), "ticket": line.ticket.map { .int($0.rawValue) } ?? .null,
            "seq": line.seq.map { .int(Int64($0)) } ?? .null, "outcome": .string(line.outcome),
            "attempt": .int(Int64(line.attempt)), "address": .string(line.address), "words": .string(line.words),
            "answer": .string(line.answer), "receipt": line.receipt.map { .string($0) } ?? .null,
        ]
        return value.canonicalText
    }

    private static func text(
        _ line: (channel: String, count: Int, next: Instant),
        _ configuration: DistrictConfiguration
    ) -> String {
        "\(line.channel)  \(line.count)  \(configuration.calendars.standard.shown(line.next))"
    }

    private static func json(_ line: (channel: String, count: Int, next: Instant)) -> String {
        let value: JSONValue = [
            "channel": .string(line.channel), "count": .int(Int64(line.count)), "next": .int(line.next.microseconds),
        ]
        return value.canonicalText
    }
}

extension DistrictConfiguration {
    /// A receiver as people read it: a person's or unit's name.
    func shown(receiver text: String) -> String {
        switch Receiver(text) {
        case .person(let id)?: name(of: id)
        case .unit(let id)?: unitName(id)
        case .duty(let id)?: localized("\(unitName(id))值班电话", "duty phone of \(unitName(id))")
        case .resident?: localized("诉求人", "the resident")
        case .event, nil: text
        }
    }

    /// A time that somebody typed: a day, or a day with a time.
    ///
    /// - Throws: `Complaint` where it is none.
    func required(time text: String) throws -> Instant {
        let whole = text.contains("T") || text.contains(" ") ? text : text + "T00:00"
        guard let instant = instant(whole) else {
            throw Complaint(
                "bad_time",
                zh: "读不懂时间“\(text)”；应如 2026-11-21 或 2026-11-21T09:30",
                en: "“\(text)” is no time; wanted: 2026-11-21 or 2026-11-21T09:30",
                exit: ExitCodes.usage
            )
        }
        return instant
    }
}
