import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// What residents can do without an account: file a matter, follow it by number and code, act on it, look at the board.
///
/// Nobody is known here: who signed in, or shows a token, is answered like anybody else.
enum ResidentEndpoints {
    static let all = [file, read, act, picture, thumbnail, challenge, categories, board]

    static let file = Endpoint(
        .post,
        "/api/v1/public/matters",
        id: "fileOwnMatter",
        tag: .residents,
        summary: Bilingual(
            zh: "居民上报一件诉求，得到编号和查询码；可附图片",
            en: "File a matter as a resident, perhaps with pictures; answers its number and code"
        ),
        access: .anybody,
        parameters: [key],
        body: ResidentShapes.filing,
        pictures: .bodyAndFiles,
        answers: [.init(.created, Bilingual(zh: "已上报", en: "filed"), body: ResidentShapes.filed, headers: [.location])],
        refusals: [
            .forbidden, .conflict, .unprocessableContent, .tooManyRequests, .serviceUnavailable, .insufficientStorage,
        ]
    ) { call in
        try await call.withPictures(admitting: { try call.admitUpload() }) { call, form in
            try await call.fileOwn(form)
        }
    }

    static let read = Endpoint(
        .get,
        "/api/v1/public/matters/{number}",
        id: "readOwnMatter",
        tag: .residents,
        summary: Bilingual(
            zh: "凭编号和查询码看自己的诉求：到哪一步、在谁手里、何时到期、结果如何、您能做什么",
            en:
                "Your own matter by number and code: where it stands, who holds it, until when, what came of it, what you may do"
        ),
        access: .anybody,
        parameters: [MatterEndpoints.number, code],
        answers: [.init(.ok, MatterEndpoints.found, body: ResidentShapes.matter)],
        refusals: [.notFound, .tooManyRequests]
    ) { call in
        try call.admitted { () throws(ResidentRefusal) in try call.residents.read(from: call.address) }
        let id = try await call.ownTicket()
        return call.json(try await call.ownView(id).json)
    }

    static let act = Endpoint(
        .post,
        "/api/v1/public/matters/{number}/acts",
        id: "actOnOwnMatter",
        tag: .residents,
        summary: Bilingual(
            zh: "对自己的诉求做一个动作：补充、追加、催办、撤诉、评价；可附图片",
            en: "Act on your own matter, perhaps with pictures: supply, add to, urge, withdraw, rate"
        ),
        access: .anybody,
        parameters: [MatterEndpoints.number, code, key],
        body: .object([.init("act", .name), .optional("fields", ResidentShapes.fields)]).called("OwnAct"),
        pictures: .bodyAndFiles,
        answers: [.init(.ok, Bilingual(zh: "已办", en: "done"), body: ResidentShapes.done)],
        refusals: [
            .forbidden, .notFound, .conflict, .unprocessableContent, .tooManyRequests, .serviceUnavailable,
            .insufficientStorage,
        ]
    ) { call in
        let id = try await call.ownTicket()
        let now = try await call.now()
        try await call.admitted {
            try await call.residents.act(on: id, in: call.configuration.id, from: call.address, at: now)
        }
        return try await call.withPictures(admitting: { try call.admitUpload() }) { call, form in
            try await call.actOnOwn(id, form)
        }
    }

    static let code = Parameter(
        "Whistle-Code",
        in: .header,
        .text(max: 40),
        isRequired: true,
        zh: "查询码，上报时得到；不放在地址里，以免留在日志中",
        en: "the code that came with the number; never in the address, which logs keep"
    )

    private static let key = Parameter(
        "Idempotency-Key",
        in: .header,
        .text(Shape.TextRule(min: 16, max: 100)),
        zh: "同一键的同一请求只办一次；须为随机的 16 个字符以上",
        en: "the same request under the same key is carried out once; at least 16 random characters"
    )
}

extension Call {
    /// Who lets in those who have no account.
    var residents: ResidentDesk { parts.residents }

    /// What somebody's refusal means to whoever asked.
    func admitted<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws -> Value {
        do {
            return try body()
        } catch let refusal as ResidentRefusal {
            throw Fault(refusal)
        }
    }

    /// The same of what takes its time.
    func admitted<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let refusal as ResidentRefusal {
            throw Fault(refusal)
        }
    }

    /// The ticket of the path, where the code is its own.
    ///
    /// - Throws: `Fault` as if there were none, for a wrong code, and for a number that nobody bears: both are counted.
    func ownTicket() async throws -> TicketID {
        let typed = text("number") ?? ""
        let (district, calendar) = (configuration.id, configuration.calendars.standard)
        guard let number = TicketNumber(typed),
            try await residents.opens(text("Whistle-Code") ?? "", number.id, in: district, from: address),
            let head = try await engine.head(of: number.id, in: district),
            number.names(head.id, reportedAt: head.reportedAt, calendar: calendar),
            // Tasks and the like no resident ever hears of.
            configuration.machine(head.definition)?.residentActs.isEmpty == false
        else { throw Fault.wrongOpening }
        return head.id
    }

    /// A ticket as its resident sees it.
    func ownView(_ id: TicketID) async throws -> ResidentView {
        guard let dossier = try await engine.dossier(id, in: configuration.id) else {
            throw DispatchError.unknownTicket(id)
        }
        let former = dossier.ticket.closedAt == nil ? [:] : try await engine.formerNames(of: dossier.ticket)
        let telling = TicketTelling(dossier, configuration, language: language, formerNames: former)
        let files = try await engine.attachments(of: id, in: configuration.id)
        return ResidentView(telling: telling, pictures: files.filter(\.isResidents), now: try await now())
    }

    /// What the body wants done on a ticket, by its resident.
    func ownSubmission(_ id: TicketID) async throws -> Submission {
        guard let head = try await engine.head(of: id, in: configuration.id),
            let machine = configuration.machine(head.definition)
        else { throw DispatchError.unknownTicket(id) }
        let word = body["act"]?.string ?? ""
        guard let act = ActionName(word), machine.residentActs.contains(act) else {
            throw DispatchError.refused(.unknownAct(word))
        }
        let fields = body["fields"]?.object ?? [:]
        let inputs = try Inputs(json: fields, definition: machine.definition, configuration: configuration)
        return Submission(
            district: configuration.id,
            target: .ticket(id),
            act: act,
            by: Party(identity: .resident),
            input: inputs.values,
            texts: inputs.texts,
            others: inputs.tickets,
            // Residents are not told apart: so a key is this ticket's.
            key: text("Idempotency-Key").map { .given("\(id)#\($0)") } ?? .made
        )
    }
}
