import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension MatterEndpoints {
    static let file = Endpoint(
        .post,
        "/api/v1/matters",
        id: "fileMatter",
        tag: .matters,
        summary: Bilingual(zh: "上报一件诉求", en: "File a matter"),
        access: .scope(.writeMatters),
        parameters: [key],
        body: .object([
            .optional("definition", Shape.name.noted(zh: "定义，默认 issue", en: "the definition; issue if not given")),
            .optional("act", Shape.name.noted(zh: "以哪个动作新建，默认上报", en: "the act that makes it; report if not given")),
            .init("fields", fields),
        ]).called("Filing"),
        isBrief: true,
        answers: [
            .init(.created, Bilingual(zh: "已上报", en: "filed"), body: MatterShapes.receipt, headers: [.location, .eTag])
        ],
        refusals: [.forbidden, .conflict, .unprocessableContent, .serviceUnavailable]
    ) { call in
        let configuration = call.configuration
        let definition = call.body["definition"]?.string ?? "issue"
        guard let name = DefinitionName(definition), let machine = configuration.machine(latest: name),
            let usual = machine.definition.filingAct
        else { throw DispatchError.refused(.unknownAct(definition)) }
        let act = try call.act(machine.definition, instead: usual)
        // What a platform sends is kept as it is; who types one here can look at it once more.
        let phone = call.body["fields"]?["contact_phone"]?.string ?? ""
        guard phone.isEmpty || Telephone.isWhole(phone) else { throw Fault.shortTelephone }
        let receipt = try await call.submit(try call.submission(.filing(name), act, machine.definition, call.body))
        return try await call.answer(receipt, status: .created)
    }

    static let act = Endpoint(
        .post,
        "/api/v1/matters/{number}/acts",
        id: "actOnMatter",
        tag: .matters,
        summary: Bilingual(zh: "对一件诉求或任务做一个动作", en: "Do an act on a matter or task"),
        access: .scope(.writeMatters),
        parameters: [number, key, version],
        body: .object([.init("act", .name), .optional("fields", fields)]).called("Act"),
        isBrief: true,
        answers: [.init(.ok, done, body: MatterShapes.receipt, headers: [.eTag])],
        refusals: [
            .forbidden, .notFound, .conflict, .preconditionFailed, .unprocessableContent, .serviceUnavailable,
        ]
    ) { call in
        let receipt = try await call.act(
            on: call.text("number") ?? "",
            call.body,
            expecting: call.text("If-Match").flatMap { Shape.TextRule.Form.version($0) }
        )
        return try await call.answer(receipt, status: .ok)
    }

    static let actOnMany = Endpoint(
        .post,
        "/api/v1/acts",
        id: "actOnMany",
        tag: .matters,
        summary: Bilingual(zh: "一次办理多件，逐件给出结果", en: "Act on many at once, with a result for each"),
        access: .scope(.writeMatters),
        parameters: [key],
        body: .object([
            .init(
                "items",
                .list(
                    .object([
                        .init("number", .number), .init("act", .name), .optional("fields", fields),
                        .optional("seq", MatterShapes.seq),
                    ]),
                    max: manyAtMost
                )
            )
        ]).called("Acts"),
        answers: [.init(.ok, done, body: .object([.init("results", .list(result, max: manyAtMost))]))],
        refusals: [.unprocessableContent, .serviceUnavailable]
    ) { call in
        let items = call.body["items"]?.array ?? []
        let numbers = items.map { $0["number"]?.string.flatMap { TicketNumber($0)?.id } }
        guard Set(numbers).count == items.count else {
            throw Fault(.unprocessableContent, "same_ticket", zh: "同一工单出现了两次", en: "the same ticket stands there twice")
        }
        let results = try await withThrowingTaskGroup(of: (Int, JSONValue).self) { tasks in
            for (index, item) in items.enumerated() {
                tasks.addTask { (index, try await call.result(of: item, index)) }
            }
            return try await tasks.reduce(into: [Int: JSONValue]()) { $0[$1.0] = $1.1 }
        }
        return call.json(["results": .array(items.indices.map { results[$0] ?? .null })])
    }

    static let manyAtMost = 100

    /// What came of one of many: a receipt, or a problem.
    private static let result = Shape.object([
        .init("number", .number), .init("receipt", MatterShapes.receipt.orNull),
        .init("problem", ProblemDocument.shape.orNull),
    ]).called("ActResult")

    /// Values of fields as an act takes them.
    private static let fields = Shape.map(
        .either([.words(max: 20_000), .integer(Int64.min...Int64.max), .flag, .list(.words(max: 500), max: 100)]),
        max: 200
    )
    .noted(
        zh: "字段的值：单位用编码，人员用账号，时间用 RFC 3339，工单用编号",
        en: "values of fields: units by code, people by account, times in RFC 3339, tickets by number"
    )
    .called("Fields")

    private static let done = Bilingual(zh: "已办", en: "done")

    private static let key = Parameter(
        "Idempotency-Key",
        in: .header,
        .words(max: 200),
        zh: "同一键的同一命令只办一次，保留 30 天",
        en: "the same command under the same key is carried out once; kept for 30 days"
    )

    private static let version = Parameter(
        "If-Match",
        in: .header,
        .text(Shape.TextRule(max: 12, form: .version)),
        zh: "您看到的版本（ETag）；已变化则拒绝",
        en: "the version that you have seen (ETag); refused where it moved on"
    )
}

extension Call {
    // MARK: - Carrying out

    /// An act by its name in the body.
    fileprivate func act(_ definition: WorkflowDefinition, instead: ActionName? = nil) throws -> ActionName {
        try act(body, definition, instead)
    }

    private func act(
        _ body: JSONValue,
        _ definition: WorkflowDefinition,
        _ instead: ActionName? = nil
    ) throws(DispatchError) -> ActionName {
        guard let word = body["act"]?.string else {
            guard let instead else { throw DispatchError.refused(.unknownAct("")) }
            return instead
        }
        guard let name = ActionName(word), definition.actions[name] != nil else {
            throw DispatchError.refused(.unknownAct(word))
        }
        return name
    }

    /// A command as the body says it.
    fileprivate func submission(
        _ target: Submission.Target,
        _ act: ActionName,
        _ definition: WorkflowDefinition,
        _ body: JSONValue,
        key suffix: String = "",
        expecting seq: Int? = nil
    ) throws -> Submission {
        let inputs = try Inputs(
            json: body["fields"]?.object ?? [:],
            definition: definition,
            configuration: configuration
        )
        return Submission(
            district: configuration.id,
            target: target,
            act: act,
            by: try person().party,
            input: inputs.values,
            texts: inputs.texts,
            others: inputs.tickets,
            key: text("Idempotency-Key").map { .given($0 + suffix) } ?? .made,
            expectedSeq: seq
        )
    }

    /// Hands a command to the engine.
    fileprivate func submit(_ submission: Submission) async throws -> Receipt {
        try await engine.submit(submission, patience: .seconds(20))
    }

    /// Does an act on the ticket of a number.
    fileprivate func act(
        on typed: String,
        _ body: JSONValue,
        key suffix: String = "",
        expecting seq: Int?
    ) async throws -> Receipt {
        // Which rules a ticket is pinned to, only its row knows.
        guard let number = TicketNumber(typed),
            let head = try await engine.head(of: number.id, in: configuration.id),
            number.names(head.id, reportedAt: head.reportedAt, calendar: configuration.calendars.standard)
        else { throw Fault.unknownTicket(typed) }
        guard let machine = configuration.machine(head.definition) else {
            throw DispatchError.unknownDefinition(head.definition.name)
        }
        do {
            let submission = try submission(
                .ticket(number.id),
                try act(body, machine.definition),
                machine.definition,
                body,
                key: suffix,
                expecting: seq
            )
            return try await submit(submission)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw try await hidden(number, typed, error)
        }
    }

    /// What is told of a refusal: who may not see the ticket hears that there is none, whatever is wrong besides.
    private func hidden(_ number: TicketNumber, _ typed: String, _ error: any Error) async throws -> any Error {
        if let error = error as? DispatchError {
            switch error {
            case .unknownTicket(number.id): return Fault.unknownTicket(typed)
            case .busy, .deadlineExceeded, .stopping, .unavailable, .diskFull, .noKeys, .idTaken, .rejected:
                return error
            case .refused, .unknownTicket, .unknownDistrict, .unknownDefinition, .keyReused, .wrongClock, .store: break
            }
        }
        return try await view(of: number) == nil ? Fault.unknownTicket(typed) : error
    }

    /// What came of one of many.
    fileprivate func result(of item: JSONValue, _ index: Int) async throws -> JSONValue {
        let number = item["number"]?.string ?? ""
        do {
            let seq = item["seq"]?.int.map { Int($0) }
            let receipt = try await act(on: number, item, key: "#\(index)", expecting: seq)
            return ["number": .string(number), "receipt": try await json(of: receipt), "problem": .null]
        } catch let error as CancellationError {
            throw error
        } catch {
            let fault = Fault(error) ?? .unforeseen
            let problem = JSONValue.object(ProblemDocument.members(fault, requestID: requestID, language: language))
            return ["number": .string(number), "receipt": .null, "problem": problem]
        }
    }
}

extension Call {
    // MARK: - Answers

    fileprivate func answer(_ receipt: Receipt, status: HTTPResponse.Status) async throws -> Response {
        let json = try await json(of: receipt)
        var headers: HTTPFields = [.eTag: "\"\(receipt.seq)\""]
        if receipt.isRepeat { headers[.idempotencyReplayed] = "true" }
        if status == .created, let number = json["number"]?.string {
            headers[.location] = "/api/v1/matters/\(number)"
            if let code = try await residentCode(of: receipt), var members = json.object {
                // Whoever enters a matter for somebody else hands the code on.
                members["code"] = .string(code.description)
                return self.json(.object(members), status: status, headers: headers)
            }
        }
        return self.json(json, status: status, headers: headers)
    }

    /// The code of a ticket that was filed; nil where no resident ever hears of it, and where there are no keys.
    private func residentCode(of receipt: Receipt) async throws -> ResidentCode? {
        var definition = receipt.after?.definition
        if definition == nil {
            definition = try await engine.head(of: receipt.ticket, in: configuration.id)?.definition
        }
        guard let definition, configuration.machine(definition)?.residentActs.isEmpty == false
        else { return nil }
        return try await parts.residents.code(of: receipt.ticket, in: configuration.id)
    }

    /// The ticket as it stood after the command; for one that had been carried out before, as it stands now.
    private func json(of receipt: Receipt) async throws -> JSONValue {
        if let after = receipt.after { return MatterHead.receipt(after, configuration, language) }
        guard let dossier = try await engine.dossier(receipt.ticket, in: configuration.id) else {
            throw DispatchError.unknownTicket(receipt.ticket)
        }
        return MatterHead.receipt(dossier.ticket, configuration, language)
    }
}
