/// The fields that say whom to reach.
public enum KnownContact {
    /// Name, telephone and address of the resident.
    public static let fields: [FieldName] = ["contact_name", "contact_phone", "contact_address"]

    /// What of a field everybody may see who sees the matter.
    ///
    /// - Parameters:
    ///   - field: one of `fields`.
    ///   - text: what it holds.
    /// - Returns: the text with stars.
    public static func masked(_ field: FieldName, _ text: String) -> String {
        switch field {
        case "contact_name": Masking.name(text)
        case "contact_phone": Masking.phone(text)
        default: Masking.address(text)
        }
    }
}

/// What a party may see of whom to reach.
public enum ContactSight: Hashable, Sendable, CaseIterable {
    /// Nothing: the matter is not theirs to read, or the resident asked for secrecy.
    case nothing
    /// With stars.
    case masked
    /// In full; each look is written down.
    case full
}

extension Machine {
    /// What a party may see of whom to reach.
    ///
    /// In full: the person who is responsible; who holds a post where the matter lies (desk, lead, the part of it that works
    /// on it) or that answers for it, and may by that post do one of the acts that speak with the resident; and who
    /// entered it. When life has ended nobody has to speak with the resident any more. Where the resident asked for secrecy
    /// (要求保密) it is in full at the desk only, and nobody else learns of it. Administrators see none. Whoever shows a
    /// number and a code is shown stars: they prove less than an account, and what they own they know.
    ///
    /// - Parameters:
    ///   - party: who wants to see it.
    ///   - ticket: the ticket.
    ///   - territory: the district's units.
    /// - Returns: nothing, with stars, or in full.
    public func contactSight(of party: Party, on ticket: Ticket, in territory: UnitTree) -> ContactSight {
        let isSecret = definition.privacy.secrecy.map { ticket.facts[$0] == true } ?? false
        switch party.identity {
        case .clock, .ticket: return .nothing
        case .resident: return .masked
        case .person(let person):
            guard !isKeptOut(party, of: ticket, territory) else { return .nothing }
            if person == ticket.people[KnownMark.reporter] { return .full }
            guard sight(of: party, on: ticket, in: territory) == .full else { return .nothing }
            let posts = party.posts.filter { mayHold($0, person, ticket, territory) }
            guard !posts.isEmpty else { return .nothing }
            let mustReach = !ticket.isFinal && posts.contains { speaks(by: $0, isSecret: isSecret, ticket, territory) }
            let isOwner = !ticket.isFinal && ticket.owner == person && !isSecret
            return mustReach || isOwner ? .full : isSecret ? .nothing : .masked
        }
    }

    /// Whether somebody may come to speak with residents by any post of theirs, whatever the matter: whoever may not has no
    /// use for a telephone.
    ///
    /// - Parameters:
    ///   - party: who.
    ///   - territory: the district's units.
    /// - Returns: false for administrators, and where 物业 and the like see summaries only.
    public func mayReachResidents(_ party: Party, in territory: UnitTree) -> Bool {
        let rules = definition.privacy.contactActs.compactMap { definition.actions[$0] }.flatMap(\.by)
        return party.posts.contains { post in
            guard !PostBook.administrators.contains(post.role), let kind = territory[post.unit]?.kind,
                !definition.privacy.summaryKinds.contains(kind)
            else { return false }
            return rules.contains { $0.roles.isEmpty || $0.roles.contains(post.role) }
        }
    }

    /// Whether a post is one by which anybody sees more than a summary.
    private func mayHold(_ post: Post, _ person: PersonID, _ ticket: Ticket, _ territory: UnitTree) -> Bool {
        guard !PostBook.administrators.contains(post.role) else { return false }
        guard let kind = territory[post.unit]?.kind, !definition.privacy.summaryKinds.contains(kind) else {
            return false
        }
        return isAdmitted(person, by: post, to: ticket, territory)
    }

    /// Whether somebody may, by a post where the matter lies or that answers for it, speak with the resident.
    private func speaks(by post: Post, isSecret: Bool, _ ticket: Ticket, _ territory: UnitTree) -> Bool {
        definition.privacy.contactActs.compactMap { definition.actions[$0] }.flatMap(\.by).contains { rule in
            guard rule.roles.isEmpty || rule.roles.contains(post.role) else { return false }
            switch rule.relation {
            case .responsible, .desk, .lead, .inside:
                if isSecret { return post.unit == ticket.desk }
                return stands(post.unit, rule.relation, to: ticket, in: territory)
                    || rule.relation == .responsible && post.unit == ticket.bound
            case .anyone, .above, .around, .reporter, .resident, .clock, .child, .parent, .main, .merged: return false
            }
        }
    }
}
