import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle act 编号 签收 --as 账号`: does an act.
struct ActCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "act",
        abstract: localized("对工单做一个动作", "Do an act on a ticket."),
        discussion: localized(
            """
            动作可写中文或英文：whistle act 20261121-000123 签收 --as 账号
            所需的字段写作 字段=值：whistle act 20261121-000123 办结反馈 outcome=已解决 text=已更换水管 --as 账号
            同一 --key 重复提交只办一次。
            """,
            """
            Acts by their Chinese or English name: whistle act 20261121-000123 sign --as ACCOUNT
            Fields as field=value: whistle act 20261121-000123 submit_result outcome=solved "text=pipe replaced" \
            --as ACCOUNT
            A second call with the same --key changes nothing.
            """
        )
    )

    @Argument(help: ArgumentHelp(localized("工单编号", "the ticket's number"), valueName: "number"))
    var number: String

    @Argument(help: ArgumentHelp(localized("动作", "the act"), valueName: "act"))
    var act: String

    @Argument(help: ArgumentHelp(localized("字段=值", "field=value"), valueName: "field=value"))
    var fields: [String] = []

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(localized("谁来做（账号）", "who does it (account)"), valueName: "account")
    )
    var account: String

    @Option(help: ArgumentHelp(localized("幂等键", "idempotency key"), valueName: "key"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            localized("您看到的步数；已变化则拒绝", "the step you have seen; refused if it moved on"),
            valueName: "step"
        )
    )
    var seen: Int?

    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let (request, key, seen) = (ActRequest(act: act, fields: fields, account: account), key, seen)
        let number = number
        try await database.withDistrict { engine, configuration in
            let ticket = try await engine.dossier(of: number, configuration).ticket
            let submission = try request.submission(on: ticket, key: key, seen: seen, configuration)
            let receipt = try await engine.submit(submission)
            let dossier = try await engine.dossier(receipt.ticket, in: configuration.id)
            guard let dossier else { throw DispatchError.unknownTicket(receipt.ticket) }
            let view = TicketView(dossier, configuration)
            Terminal.line(receipt.isRepeat ? localized("（此前已办）", "(done before) ") + view.headline : view.headline)
        }
    }
}

/// An act as somebody typed it.
struct ActRequest: Sendable {
    let act: String
    let fields: [String]
    let account: String

    /// Makes the submission; the clock cannot act from here.
    func submission(
        on ticket: Ticket,
        key: String?,
        seen: Int?,
        _ configuration: DistrictConfiguration,
        givenNow: Instant? = nil
    ) throws -> Submission {
        guard let machine = configuration.machine(ticket.definition) else {
            throw DispatchError.unknownDefinition(ticket.definition.name)
        }
        guard let name = machine.definition.action(called: act) else { throw DispatchError.refused(.unknownAct(act)) }
        let inputs = try Inputs(pairs(), definition: machine.definition, configuration: configuration)
        return Submission(
            district: configuration.id,
            target: .ticket(ticket.id),
            act: name,
            by: try configuration.party(account),
            input: inputs.values,
            texts: inputs.texts,
            others: inputs.tickets,
            key: key.map { .given($0) } ?? .made,
            expectedSeq: seen,
            givenNow: givenNow
        )
    }

    /// Fields with their values.
    func pairs() throws -> [(field: String, text: String)] {
        try fields.map { field in
            guard let sign = field.firstIndex(of: "=") else {
                throw Complaint(
                    "bad_argument",
                    zh: "应写作 字段=值：\(field)",
                    en: "write field=value: \(field)",
                    exit: ExitCodes.usage
                )
            }
            return (String(field[..<sign]), String(field[field.index(after: sign)...]))
        }
    }
}

extension Complaint {
    /// Nobody signs in so.
    fileprivate static func unknownAccount(_ account: String) -> Complaint {
        Complaint(
            "unknown_account",
            zh: "没有账号“\(account)”",
            en: "there is no account “\(account)”",
            exit: ExitCodes.refused
        )
    }
}

extension DistrictConfiguration {
    /// The party that an account is.
    func party(_ account: String) throws -> Party {
        if account == "resident" { return Party(identity: .resident) }
        guard let person = people[account] else { throw Complaint.unknownAccount(account) }
        return person.party
    }

    /// The person whose account it is.
    func required(person account: String) throws -> PersonID {
        guard let person = person(called: account) else { throw Complaint.unknownAccount(account) }
        return person
    }

    /// A unit by code, name or id as typed.
    func required(unit word: String) throws -> Workflow.Unit {
        guard let unit = unit(called: word) else {
            throw Complaint(
                "unknown_unit",
                zh: "没有单位“\(word)”",
                en: "no unit is called “\(word)”",
                exit: ExitCodes.usage
            )
        }
        return unit
    }
}

extension Engine {
    /// Everything about the ticket of a number as typed.
    func dossier(of number: String, _ configuration: DistrictConfiguration) async throws -> Dossier {
        guard let typed = TicketNumber(number) else {
            throw Complaint(
                "bad_number",
                zh: "“\(number)”不是工单编号",
                en: "“\(number)” is no ticket's number",
                exit: ExitCodes.usage
            )
        }
        guard let dossier = try await dossier(typed.id, in: configuration.id),
            typed.names(dossier.ticket, calendar: configuration.calendars.standard)
        else {
            throw Complaint(
                "unknown_ticket",
                zh: "没有编号为 \(number) 的工单",
                en: "no ticket has the number \(number)",
                exit: ExitCodes.refused
            )
        }
        return dossier
    }
}
