import Crypto
import Dispatcher
import HTTPTypes
import PGStore
import Workflow

/// What another system files, read from its form.
struct OpenFiling {
    private let call: Call
    private let holder: KeyHolder
    private let machine: Machine
    private let act: ActionName
    private let entry: CategoryEntry
    private let place: Workflow.Unit
    private let position: Position?
    private let words: String

    private static let definition: DefinitionName = "issue"

    /// Reads it.
    ///
    /// - Throws: `Fault` where the service is not open, nobody knows where it is, or questions are not answered as they must be.
    init(_ call: Call, by holder: KeyHolder) throws {
        guard let machine = call.configuration.machine(latest: Self.definition),
            let act = machine.definition.filingAct
        else { throw DispatchError.unknownDefinition(Self.definition) }
        let code = call.text("service_code") ?? ""
        guard let entry = call.configuration.categories.entry(code: code), entry.isPublic else {
            throw Fault.unknownService(code)
        }
        self.call = call
        self.holder = holder
        self.machine = machine
        self.act = act
        self.entry = entry
        let answers = try Self.answers(call, entry)
        position = try call.openPosition()
        place = try OpenPlace.find(call, position, machine.definition.ladder)
        if let media = call.text("media_url"), !OpenWords.isAddress(media) { throw Fault.badMedia }
        words = OpenWords.text(call, entry, answers)
    }

    /// The telephone; nil where none is given.
    var phone: String? { call.text("phone") }

    /// The command.
    ///
    /// - Throws: `DispatchError.refused` where a field cannot hold what was given.
    func submission(today: LocalDate) throws -> Submission {
        var fields: JSONObject = [
            "category": .string(entry.category), "text": .string(words), "place": .string(place.code),
        ]
        for (field, text) in contact where !text.isEmpty { fields[field] = .string(text) }
        if let position { fields["position"] = .string(position.description) }
        if case .choice(let choices)? = machine.definition.fields["channel"]?.form {
            fields["channel"] = choices["open311"] == nil ? "resident" : "open311"
        }
        let known = machine.definition.actions[act].map { Set($0.needs + $0.may) } ?? []
        // A city whose definition asks for less is told less.
        let taken = fields.filter { key, _ in FieldName(key).map(known.contains) ?? false }
        let inputs = try Inputs(json: taken, definition: machine.definition, configuration: call.configuration)
        return Submission(
            district: call.configuration.id,
            target: .filing(Self.definition),
            act: act,
            by: holder.party,
            input: inputs.values,
            texts: inputs.texts,
            others: inputs.tickets,
            key: key(today)
        )
    }

    /// Whom to reach: sealed, and never given back.
    private var contact: [(String, String)] {
        // Chinese names are written family name first, others last.
        let names = [call.text("last_name"), call.text("first_name")].compactMap(\.self)
        let isChinese = names.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value > 0x2E7F } }
        let name = isChinese ? names.joined() : names.reversed().joined(separator: " ")
        let mail = call.text("email").map { Bilingual(zh: "电子邮件 ", en: "e-mail ")(call.language) + $0 }
        return [("contact_name", name), ("contact_phone", phone ?? ""), ("contact_address", mail ?? "")]
    }

    /// What makes two requests one.
    ///
    /// The key that they bear; else who sent them, by the device or account that the other system names, with the same words
    /// on the same day. Neither: each is one of its own.
    private func key(_ today: LocalDate) -> Submission.KeyChoice {
        if let key = call.text("Idempotency-Key") { return .given("open311#\(key)") }
        let sender = [call.text("account_id"), call.text("device_id")].compactMap(\.self)
        guard !sender.isEmpty else { return .made }
        let parts = sender + [entry.code, place.code, words, "\(today)"] + contact.map(\.1)
        let hash = SHA256.hash(data: Array(parts.joined(separator: "\0").utf8))
        return .given("open311#" + hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    private static func answers(_ call: Call, _ entry: CategoryEntry) throws(ShapeFaults) -> [String: [String]] {
        var answers: [String: [String]] = [:]
        var faults: [ShapeFault] = []
        for (code, texts) in call.values["attribute"]?.object ?? [:] {
            guard entry.questions.contains(where: { $0.code == code }) else {
                faults.append(ShapeFault("attribute[\(code)]", .unexpected, zh: "没有此问题", en: "no such question"))
                continue
            }
            answers[code] = texts.array?.compactMap(\.string)
        }
        for question in entry.questions {
            guard let wanted = question.fault(in: answers[question.code] ?? []) else { continue }
            let isMissing = answers[question.code]?.contains { !$0.isEmpty } != true
            let place = "attribute[\(question.code)]"
            faults.append(ShapeFault(place, isMissing ? .missing : .wrongForm, zh: wanted.zh, en: wanted.en))
        }
        guard faults.isEmpty else { throw ShapeFaults(all: Array(faults.prefix(ShapeFaults.atMost))) }
        return answers
    }
}

extension Fault {
    fileprivate static let badMedia = Fault(
        .badRequest,
        "bad_media_url",
        zh: "media_url 应为 http 或 https 地址",
        en: "media_url is an address of http or https"
    )
}
