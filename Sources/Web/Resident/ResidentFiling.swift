package import Dispatcher
import HTTPTypes
import PGStore
import Workflow

/// What a resident files, read from a request's body.
struct ResidentFiling {
    private let call: Call
    private let machine: Machine
    private let act: ActionName
    private let place: Workflow.Unit
    private let position: Position?
    private let body: JSONValue

    /// What they wrote.
    let text: String

    /// Reads it.
    ///
    /// - Throws: `Fault` where the place is not to be found, or who wants to be nobody says who they are.
    init(_ call: Call) throws {
        guard let machine = call.configuration.machine(latest: Self.definition),
            let act = machine.definition.filingAct, !machine.residentActs.isEmpty
        else { throw DispatchError.unknownDefinition(Self.definition) }
        self.call = call
        self.machine = machine
        self.act = act
        body = call.body
        let contact = body["contact"]?.object ?? [:]
        guard body["anonymous"]?.bool != true || contact.isEmpty else { throw Fault.anonymousWithContact }
        position = try Self.position(body, call)
        place = try Self.place(body, position, call, machine.definition.ladder)
        if let phone = contact["phone"]?.string, !phone.isEmpty, !Telephone.isWhole(phone) {
            throw Fault.shortTelephone
        }
        // What is wrong comes first, since lists show the first line; where exactly stands with it, for whoever goes there.
        var lines = [body["text"]?.string]
        lines.append(body["address"]?.string.map { Bilingual(zh: "地点：", en: "Place: ")(call.language) + $0 })
        if let position, !Self.known(machine, act).contains("position") {
            // Rules of before the field came keep it in the text.
            lines.append("\(Bilingual(zh: "位置：", en: "Position: ")(call.language))\(position) (WGS84)")
        }
        text = lines.compactMap(\.self).joined(separator: "\n")
    }

    /// Fields that a filing takes: a city whose definition asks for less is told less.
    private static func known(_ machine: Machine, _ act: ActionName) -> Set<FieldName> {
        machine.definition.actions[act].map { Set($0.needs + $0.may) } ?? []
    }

    private static let definition: DefinitionName = "issue"

    /// The telephone; nil where none is given.
    var phone: String? { body["contact"]?["phone"]?.string }

    /// Token and answer of a challenge; nil: none was answered.
    var answer: (token: String, text: String)? {
        guard let given = body["challenge"], let token = given["token"]?.string, let text = given["answer"]?.string
        else { return nil }
        return (token, text)
    }

    /// The command.
    ///
    /// - Throws: `DispatchError.refused` where a field cannot hold what was given.
    func submission() throws -> Submission {
        var fields: JSONObject = ["category": body["category"] ?? "", "text": .string(text)]
        fields["channel"] = "resident"
        fields["place"] = .string(place.code)
        if let position { fields["position"] = .string(position.description) }
        if body["confidential"]?.bool == true { fields["confidential"] = true }
        for (field, name) in Self.contactFields {
            if let value = body["contact"]?[name], value.string?.isEmpty == false { fields[field] = value }
        }
        let known = Self.known(machine, act)
        let taken = fields.filter { key, _ in FieldName(key).map(known.contains) ?? false }
        let inputs = try Inputs(json: taken, definition: machine.definition, configuration: call.configuration)
        return Submission(
            district: call.configuration.id,
            target: .filing(Self.definition),
            act: act,
            by: Party(identity: .resident),
            input: inputs.values,
            texts: inputs.texts,
            others: inputs.tickets,
            // Residents are not told apart: the key is random, and as good as a secret.
            key: call.text("Idempotency-Key").map { .given("file#\($0)") } ?? .made
        )
    }

    private static let contactFields = [
        ("contact_name", "name"), ("contact_phone", "phone"), ("contact_address", "address"),
    ]

    /// By the code on the door, else by what the address names, else by the position.
    private static func place(
        _ body: JSONValue,
        _ position: Position?,
        _ call: Call,
        _ ladder: [UnitKind]
    ) throws(Fault) -> Workflow.Unit {
        if let code = body["place"]?.string { return try call.unit(code) }
        switch call.configuration.territory.place(named: body["address"]?.string, at: position, kinds: ladder) {
        case .unit(let unit): return unit
        case .nothingSaid: throw .noPlace
        case .notFound([]): throw .placeNotFound
        case .notFound(let named): throw .placeAmbiguous(named.map(\.name))
        }
    }

    /// Where exactly, as the telephone says it.
    ///
    /// - Throws: `Fault` where it is no point on the earth, or far out of the city: then it is not where the matter is.
    private static func position(_ body: JSONValue, _ call: Call) throws(Fault) -> Position? {
        guard let given = body["position"] else { return nil }
        guard let position = Position(latitude: given["lat"]?.string ?? "", longitude: given["long"]?.string ?? "")
        else {
            throw .badPosition
        }
        guard !call.configuration.territory.isFarOff(position) else { throw .outOfCity }
        return position
    }
}

extension Fault {
    fileprivate static let anonymousWithContact = Fault(
        .unprocessableContent,
        "anonymous_with_contact",
        zh: "匿名诉求不能留联系方式；如需保密，请用 confidential",
        en: "who stays anonymous leaves no contact; to be kept secret, use confidential"
    )

    fileprivate static let badPosition = Fault(
        .unprocessableContent,
        "bad_position",
        zh: "position 须为 WGS84 十进制度数，如 \"30.0111\"、\"125.0\"",
        en: "a position is in decimal degrees of WGS84, such as “30.0111” and “125.0”"
    )

    fileprivate static let outOfCity = Fault(
        .unprocessableContent,
        "position_out_of_city",
        zh: "这个位置不在本市：请不要带 position，改用单位编码或地址",
        en: "this position is not in the city: leave it out, and give a unit's code or an address"
    )

    fileprivate static let noPlace = Fault(
        .unprocessableContent,
        "no_place",
        zh: "请给出地点：单位编码（二维码）、地址或位置",
        en: "say where: a unit's code (from the QR code), an address, or a position"
    )

    fileprivate static let placeNotFound = Fault(
        .unprocessableContent,
        "place_not_found",
        zh: "地址里没有认出社区、小区或楼栋的名称，位置附近也没有：请写全称或扫码",
        en:
            "the address names no community, compound or building that is known here, nor is one near: write it in full, or use the QR code"
    )

    fileprivate static func placeAmbiguous(_ names: [String]) -> Fault {
        let list = names.prefix(5)
        return Fault(
            .unprocessableContent,
            "place_ambiguous",
            zh: "地址可能是：\(list.joined(separator: "、"))；请写上所在社区或街道",
            en: "the address may mean \(list.joined(separator: ", ")): add the community or street"
        )
    }

    /// Why somebody who has not signed in is not let on.
    package init(_ refusal: ResidentRefusal) {
        switch refusal {
        case .tooMany(let seconds):
            self = .tooManyRequests(after: seconds)
        case .enoughToday:
            self.init(
                .tooManyRequests,
                "enough_today",
                zh: "今天提交得太多了，请明天再试，或拨打 12345",
                en: "that is enough for today: try again tomorrow, or call 12345"
            )
            headers[.retryAfter] = "3600"
        case .challengeNeeded:
            self.init(
                .forbidden,
                "challenge_needed",
                zh: "请先回答一道验证题，再提交一次；看不清图片的，可以换成文字题",
                en: "answer a challenge first, then send again; there is one in words for who cannot see the picture"
            )
        case .badAnswer:
            self.init(
                .forbidden,
                "challenge_failed",
                zh: "验证题答错、过期或已用过，请换一题",
                en: "the answer is wrong, late, or was used before: take another challenge"
            )
        }
    }
}
