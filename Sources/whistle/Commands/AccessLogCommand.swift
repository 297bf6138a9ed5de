import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle access-log`: who saw whose contact in full.
struct AccessLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access-log",
        abstract: localized("查阅记录：谁在何时看过谁的完整联系方式", "Who saw whose contact in full, and when."),
        discussion: localized("最近的在前。只增不改。", "The latest first. Nothing is ever changed in it.")
    )

    @Option(help: ArgumentHelp(localized("只看这件工单", "of this ticket only"), valueName: "number"))
    var ticket: String?

    @Option(help: ArgumentHelp(localized("只看这个账号", "by this account only"), valueName: "account"))
    var account: String?

    @Option(help: ArgumentHelp(localized("不早于此时", "not before this time"), valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp(localized("最多多少条", "lines at the most"), valueName: "count"))
    var limit = 100

    @Flag(help: ArgumentHelp(localized("JSON 输出，每行一条", "print JSON, one look a line"))) var json = false
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let (ticket, account, since, limit, json) = (ticket, account, since, limit, json)
        try await database.withDistrict { engine, configuration in
            var id: TicketID?
            if let ticket { id = try await engine.dossier(of: ticket, configuration).ticket.id }
            let person = try account.map { try configuration.party($0).person }
            let from = try since.map { try configuration.required(time: $0) }
            var before: Int64?
            var left = max(0, limit)
            while left > 0 {
                let looks = try await engine.looks(
                    in: configuration.id,
                    ticket: id,
                    person: person ?? nil,
                    since: from,
                    before: before,
                    limit: min(left, 500)
                )
                for look in looks { Terminal.line(json ? Self.json(look) : Self.text(look, configuration)) }
                left -= looks.count
                before = looks.last?.id
                if looks.count < min(left + looks.count, 500) { return }
            }
        }
    }

    private static func text(_ logged: LoggedLook, _ configuration: DistrictConfiguration) -> String {
        let look = logged.look
        let titles = logged.fields.map { field in
            let known = FieldName(field).flatMap { configuration.machine(latest: "issue")?.definition.fields[$0] }
            return known?.title(.current) ?? field
        }
        return [
            configuration.calendars.standard.shown(logged.at), configuration.shown(looker: look), "\(look.ticket)",
            look.via.rawValue, titles.joined(separator: localized("、", ", ")), look.reason, look.request,
        ].compactMap(\.self).joined(separator: "  ")
    }

    private static func json(_ logged: LoggedLook) -> String {
        let look = logged.look
        let value: JSONValue = [
            "id": .int(logged.id), "at": .int(logged.at.microseconds), "ticket": .int(look.ticket.rawValue),
            "person": .int(look.person.rawValue), "via": .string(look.via.rawValue),
            "fields": .array(logged.fields.map { .string($0) }), "reason": .string(look.reason),
            "request": look.request.map { .string($0) } ?? .null,
        ]
        return value.canonicalText
    }
}

extension DistrictConfiguration {
    /// Who looked: a person, or the engine itself.
    fileprivate func shown(looker look: Look) -> String {
        switch look.via {
        case .api, .page, .export, .cli: name(of: look.person)
        case .message: localized("引擎", "the engine")
        }
    }
}
