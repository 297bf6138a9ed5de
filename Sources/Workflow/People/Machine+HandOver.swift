/// Handing matters over with a post (移交).
extension Machine {
    /// The name of the act in the journal; no definition has it: it moves who is responsible, and nothing else.
    public static let handOverAct: ActionName = "hand_over"

    /// Makes a successor responsible for a ticket of whoever hands a post over.
    ///
    /// - Parameters:
    ///   - handOver: from whom to whom.
    ///   - ticket: the ticket, with what was due fired.
    ///   - context: configuration and time; the successor's post is in force by then.
    /// - Returns: one event.
    /// - Throws: `Refusal` where it is not theirs to give, the successor is not there, or would come to judge what the
    ///   successor has done (回避: who verifies is not who handled).
    public func handOver(
        _ handOver: HandOver,
        of ticket: Ticket,
        in context: Context
    ) throws(Refusal) -> Advance {
        guard !ticket.isFinal, let unit = ticket.workingUnit else {
            let state =
                definition.states[ticket.state]?.title ?? Bilingual(zh: ticket.state.text, en: ticket.state.text)
            throw .notInThisState(act: HandOver.title, state: state)
        }
        guard ticket.owner == handOver.from else { throw .notOwner(handOver.from, of: ticket.id) }
        var draft = Draft(continuing: ticket, ref: ref, at: max(context.now, ticket.lastAt), context: context)
        guard let people = context.people, people.isServing(handOver.to, at: draft.at) else {
            throw .successorNotThere(handOver.to)
        }
        let chain = context.territory.chain(from: unit).map(\.id)
        guard chain.contains(where: { people.answers(handOver.to, for: $0, at: draft.at) }) else {
            throw .successorNotThere(handOver.to)
        }
        let seats = people.seats(of: handOver.to, at: draft.at).map(\.post)
        let successor = Party(identity: .person(handOver.to), posts: seats)
        if let act = judgement(by: successor, draft) { throw .wouldJudgeOwn(act: act.title) }
        let command = Command(
            act: Self.handOverAct,
            by: Party(identity: .person(handOver.from)),
            input: ["from": .int(handOver.from.rawValue), "to": .int(handOver.to.rawValue)]
        )
        draft.begin(command, post: nil)
        draft.record(.owner(handOver.to))
        return draft.finished()
    }

    /// What somebody would have to decide on a ticket next, and may not because of what they did on it before (回避).
    ///
    /// - Parameters:
    ///   - person: who would decide.
    ///   - ticket: the ticket, as it stands.
    ///   - context: configuration and time, with the posts as they are then.
    /// - Returns: the act; nil: nothing keeps them from it.
    public func judgesOwn(_ person: PersonID, on ticket: Ticket, in context: Context) -> ActionDefinition? {
        let draft = Draft(continuing: ticket, ref: ref, at: max(context.now, ticket.lastAt), context: context)
        let seats = context.people?.seats(of: person, at: draft.at).map(\.post) ?? []
        return judgement(by: Party(identity: .person(person), posts: seats), draft)
    }

    /// What the successor would have to do next, and may not because of what the successor has done before.
    private func judgement(by successor: Party, _ draft: Draft) -> ActionDefinition? {
        let ticket = draft.ticket
        return definition.actions.sorted { $0.key < $1.key }.map(\.value).first { action in
            guard case .states(let states) = action.from, states.contains(ticket.state),
                action.by.contains(where: { standing(of: successor, by: $0, on: ticket, in: draft.context).holds })
            else { return false }
            let isOwn = action.guards.contains { condition in
                guard case .otherThan(let mark) = condition else { return false }
                return ticket.people[mark] == successor.person
            }
            let command = Command(act: Self.handOverAct, by: successor)
            return isOwn
                && action.guards.allSatisfy { condition in
                    if case .otherThan = condition { return true }
                    return condition.dependsOnInput || holds(condition, command, draft)
                }
        }
    }
}

/// From whom to whom a matter goes.
public struct HandOver: Hashable, Sendable {
    /// Who hands it over.
    public let from: PersonID
    /// Who takes it.
    public let to: PersonID

    /// What people call it.
    public static let title = Bilingual(zh: "移交", en: "Hand over")

    /// Describes a handing over.
    public init(from: PersonID, to: PersonID) {
        self.from = from
        self.to = to
    }
}

extension PostBook {
    /// The book as it will be once posts are handed over on a day.
    ///
    /// - Parameters:
    ///   - posts: which of the giver's posts.
    ///   - handOver: from whom to whom.
    ///   - day: the successor's first day, which begins at this instant.
    /// - Returns: the giver's tenures end there, the successor's begin.
    public func handing(_ posts: Set<Post>, _ handOver: HandOver, from day: Instant) -> PostBook {
        var changed: [Tenure] = []
        for tenure in tenures {
            guard tenure.person == handOver.from, posts.contains(tenure.post), tenure.period.contains(day),
                let before = Period(from: tenure.period.from, until: day),
                let after = Period(from: day, until: tenure.period.until)
            else {
                changed.append(tenure)
                continue
            }
            let substitute = tenure.substitute == handOver.to ? nil : tenure.substitute
            changed.append(
                Tenure(
                    person: tenure.person,
                    post: tenure.post,
                    period: before,
                    isPartTime: tenure.isPartTime,
                    substitute: tenure.substitute
                )
            )
            changed.append(Tenure(person: handOver.to, post: tenure.post, period: after, substitute: substitute))
        }
        return PostBook(tenures: changed, absences: absences, shifts: shifts)
    }
}
