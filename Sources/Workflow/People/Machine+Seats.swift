/// Posts count while they are in force: who acts does so by the posts of that instant.
extension Machine {
    /// Why a party that would be entitled by a post cannot act by it: not yet, or no more; nil where no post would do.
    func lapsed(_ party: Party, to action: ActionDefinition, on ticket: Ticket, in context: Context) -> Refusal? {
        guard let people = context.people, let person = party.person else { return nil }
        let at = max(context.now, ticket.lastAt)
        let fitting = people.tenures(of: person).filter { tenure in
            let holder = Party(identity: party.identity, posts: [tenure.post])
            return !tenure.period.contains(at)
                && action.by.contains { standing(of: holder, by: $0, on: ticket, in: context).post != nil }
        }
        let calendar = context.calendars.standard
        let ended = fitting.filter { $0.period.until <= at }.max { $0.period.until < $1.period.until }
        if let ended, let day = ended.period.lastDay(in: calendar) {
            return .postEnded(act: action.title, role: ended.post.role, on: day)
        }
        let coming = fitting.filter { $0.period.from > at }.min { $0.period.from < $1.period.from }
        guard let coming, let day = coming.period.firstDay(in: calendar) else { return nil }
        return .postNotBegun(act: action.title, role: coming.post.role, on: day)
    }
}

extension Party {
    /// The party with the posts that count at an instant: own ones in force, then those where the person stands in.
    ///
    /// - Parameters:
    ///   - at: the instant.
    ///   - context: the district, with its book of posts.
    /// - Returns: the party; the same where the district keeps no such book, or it is no person.
    public func seated(at: Instant, in context: Context) -> Party {
        guard let people = context.people, let person else { return self }
        return Party(identity: identity, posts: people.seats(of: person, at: at).map(\.post))
    }
}

extension Command {
    /// The command by its party as seated then.
    func seated(at: Instant, in context: Context) -> Command {
        guard context.people != nil else { return self }
        var command = self
        command.by = by.seated(at: at, in: context)
        return command
    }
}

extension Context {
    /// Instead of whom a party sits at a post; nil where the post is the party's own.
    func substitution(of party: Party, at post: Post, _ at: Instant) -> Substitution? {
        guard let people, let person = party.person else { return nil }
        // Their own posts come first, and are nearly all.
        if people.tenures(of: person).contains(where: { $0.post == post && $0.period.contains(at) }) { return nil }
        return people.seats(of: person, at: at).first { $0.post == post }?.instead
    }
}
