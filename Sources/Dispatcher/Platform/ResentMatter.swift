import PGStore
import Postgres
import Tabular
import Workflow

/// A row whose number is known already, and which says otherwise than the row that made its matter.
///
/// Where a platform changed nothing but its times, and the rules have an act that corrects them, they are corrected by that act, as
/// if whoever sends the row did it; all else is refused, with what differs.
struct ResentMatter: Sendable {
    let engine: Engine
    let configuration: DistrictConfiguration
    let form: MatterForm
    let matter: MatterForm.Matter
    /// The filing that the row asked for.
    let filing: Submission
    let language: SheetLanguage

    /// What became of it.
    enum Outcome: Sendable {
        /// It is new.
        case made(TicketID)
        /// It says what the matter says by now.
        case same(TicketID)
        /// The times of the matter are the row's now.
        case corrected(TicketID)
    }

    /// How the row differs from the matter.
    private struct Difference {
        /// Times that are to be corrected.
        var times: [FieldName: JSONValue] = [:]
        /// All else that is not as it was.
        var others: Set<FieldName> = []
    }

    /// Corrects the matter, or refuses.
    ///
    /// - Returns: what became of it.
    /// - Throws: `RowFault` where the row is to blame; what ends an import.
    func settle() async throws -> Outcome {
        for _ in 0..<Self.tries {
            let dossier = try await dossier()
            let (ticket, correction) = (dossier.ticket, correction(dossier.ticket))
            let difference = try await difference(dossier, times: correction?.times ?? [])
            guard let correction, difference.others.isEmpty else { throw refusal(difference) }
            guard !difference.times.isEmpty else { return .same(ticket.id) }
            do throws(DispatchError) {
                _ = try await engine.submit(submission(ticket, correction, difference), patience: .seconds(60))
                return .corrected(ticket.id)
            } catch {
                switch error {
                // Somebody did something meanwhile: it is looked at again.
                case .refused(.stale), .busy: continue
                case .refused, .rejected: throw RowFault(error)
                case .keyReused, .unknownTicket, .unknownDistrict, .unknownDefinition, .deadlineExceeded, .wrongClock,
                    .stopping, .unavailable, .diskFull, .noKeys, .idTaken, .store:
                    throw error
                }
            }
        }
        throw RowFault(DispatchError.busy)
    }

    private static let tries = 10
}

extension ResentMatter {
    private var key: CommandKey { filing.key }

    private func dossier() async throws -> Dossier {
        guard let row = try await engine.pool.query(CommandKey.find(key, in: filing.district)).first,
            let dossier = try await engine.dossier(TicketID(try row[0]), in: filing.district), !dossier.events.isEmpty
        else { throw RowFault(DispatchError.keyReused(key.key)) }
        return dossier
    }

    /// The act that corrects a platform's times, by the rules that the matter is pinned to; nil: there is none.
    private func correction(_ ticket: Ticket) -> UpperMatters.Correction? {
        guard form.platform != nil else { return nil }
        return configuration.definition(ticket.definition)?.upper?.correction
    }

    /// What the row says otherwise than the one that made the matter; of times, than the matter does by now.
    private func difference(_ dossier: Dossier, times: [FieldName]) async throws -> Difference {
        let made = dossier.events[0].event
        var difference = Difference()
        let before = Dictionary(made.input.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        for name in Set(before.keys).union(matter.input.keys) {
            let now = matter.input[name]
            if let now, times.contains(name) {
                if dossier.ticket.facts[name] != now { difference.times[name] = now }
            } else if before[name] != now {
                difference.others.insert(name)
            }
        }
        let salts = try await engine.pool.query(CommandKey.salt(of: made.ticket, in: made.district))
        let salt = try salts.first.map { try $0[0, as: [UInt8].self] }
        let words = Dictionary(made.words.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        for name in Set(words.keys).union(matter.texts.keys) {
            let digest = salt.flatMap { salt in
                matter.texts[name].map { WordsDigest.digest($0, field: name, salt: salt) }
            }
            // What was erased cannot be compared.
            if digest == nil || digest != words[name] { difference.others.insert(name) }
        }
        return difference
    }

    private func submission(
        _ ticket: Ticket,
        _ correction: UpperMatters.Correction,
        _ difference: Difference
    ) -> Submission {
        let action = configuration.definition(ticket.definition)?.actions[correction.act]
        let why = Bilingual(
            zh: "上级平台改了：\(names(Set(difference.times.keys)).zh)",
            en: "changed by the platform above: \(names(Set(difference.times.keys)).en)"
        )
        let needs = (action?.needs ?? []).filter { !correction.times.contains($0) }
        return Submission(
            district: filing.district,
            target: .ticket(ticket.id),
            act: correction.act,
            by: filing.command.by,
            input: difference.times,
            texts: Dictionary(needs.map { ($0, language == .zh ? why.zh : why.en) }, uniquingKeysWith: { $1 }),
            expectedSeq: ticket.seq,
            givenNow: filing.givenNow
        )
    }

    private func refusal(_ difference: Difference) -> RowFault {
        let all = names(difference.others.union(difference.times.keys))
        return RowFault(
            "key_reused",
            zh: "“\(key.key)”已经导入过，这一行有所不同：\(all.zh)",
            en: "“\(key.key)” is there already, and this row says otherwise: \(all.en)"
        )
    }

    /// Columns as the sheet calls them.
    private func names(_ fields: Set<FieldName>) -> Bilingual {
        let sorted = fields.sorted()
        let headings = sorted.map { name in
            form.fields.first { $0.name == name.text }?.headings.first ?? name.text
        }
        return Bilingual(zh: headings.joined(separator: "、"), en: sorted.map(\.text).joined(separator: ", "))
    }
}
