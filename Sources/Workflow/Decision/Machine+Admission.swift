/// Whether an act may be done at all: name, state, party, input. In the order in which a person would ask.
extension Machine {
    func action(_ name: ActionName) throws(Refusal) -> ActionDefinition {
        guard let action = rules.actions[name] else { throw .unknownAct(name.text) }
        return action
    }

    func admissible(
        _ command: Command,
        on ticket: Ticket,
        in context: Context
    ) throws(Refusal) -> ActionDefinition {
        let action = try action(command.act)
        if let expected = command.expectedSeq, expected != ticket.seq {
            throw .stale(expected: expected, actual: ticket.seq)
        }
        guard possible(action, in: ticket) else {
            let state =
                rules.states[ticket.state]?.definition.title ?? Bilingual(zh: ticket.state.text, en: ticket.state.text)
            throw .notInThisState(act: action.title, state: state)
        }
        try check(command, for: action, in: context)
        return action
    }

    func possible(_ action: ActionDefinition, in ticket: Ticket) -> Bool {
        switch action.from {
        case .new: false
        case .open: !ticket.isFinal
        case .states: action.begins(in: ticket.state)
        }
    }

    /// The post by which a party may act; nil where none is needed.
    func entitled(
        _ party: Party,
        to action: ActionDefinition,
        on ticket: Ticket,
        in context: Context
    ) throws(Refusal) -> Post? {
        if !isKeptOut(party, of: ticket, context.territory) {
            for rule in action.by {
                let standing = admittedStanding(of: party, by: rule, on: ticket, in: context)
                if standing.holds { return standing.post }
            }
        }
        throw lapsed(party, to: action, on: ticket, in: context) ?? .notForThisPerson(act: action.title, may: action.by)
    }

    func standing(
        of party: Party,
        by rule: PartyRule,
        on ticket: Ticket,
        in context: Context
    ) -> (holds: Bool, post: Post?) {
        guard !isKeptOut(party, of: ticket, context.territory) else { return (false, nil) }
        return admittedStanding(of: party, by: rule, on: ticket, in: context)
    }

    /// The same of a party that is not kept out.
    private func admittedStanding(
        of party: Party,
        by rule: PartyRule,
        on ticket: Ticket,
        in context: Context
    ) -> (holds: Bool, post: Post?) {
        switch rule.relation {
        case .clock: return (party.identity == .clock, nil)
        case .child:
            guard case .ticket(let id) = party.identity else { return (false, nil) }
            return (ticket.children[id] != nil, nil)
        case .resident: return (party.identity == .resident, nil)
        case .reporter: return (party.person != nil && party.person == ticket.people[KnownMark.reporter], nil)
        case .parent:
            guard case .ticket(let id) = party.identity else { return (false, nil) }
            return (ticket.parent == id, nil)
        case .main:
            guard case .ticket(let id) = party.identity else { return (false, nil) }
            return (ticket.links.main == id, nil)
        case .merged:
            guard case .ticket(let id) = party.identity else { return (false, nil) }
            return (ticket.links.merged.contains(id), nil)
        case .anyone, .responsible, .desk, .lead, .inside, .above, .around:
            let post = party.posts.first { post in
                (rule.roles.isEmpty || rule.roles.contains(post.role))
                    && stands(post.unit, rule.relation, to: ticket, in: context.territory)
                    && isAdmitted(party.person, by: post, to: ticket, context.territory)
            }
            return (post != nil, post)
        }
    }

    func stands(_ unit: UnitID, _ relation: Relation, to ticket: Ticket, in territory: UnitTree) -> Bool {
        switch relation {
        case .anyone: true
        case .responsible: unit == ticket.responsible
        case .desk: unit == ticket.desk
        case .lead: unit == ticket.lead
        case .inside: ticket.inside.map { unit == $0 || territory.isAbove($0, of: unit) } ?? false
        case .above: territory.isAbove(unit, of: ticket.desk)
        case .around:
            unit == ticket.place || territory.isAbove(unit, of: ticket.place)
                || territory.isAbove(ticket.place, of: unit)
        case .reporter, .resident, .clock, .child, .parent, .main, .merged: false
        }
    }
}

extension Machine {
    // MARK: - Input

    func check(_ command: Command, for action: ActionDefinition, in context: Context) throws(Refusal) {
        for field in action.needs where !command.gives(field) { throw missing(field, command) }
        for (field, value) in command.input {
            let definition = try taken(field, by: action)
            try check(value, field, definition, in: context)
        }
        // An empty list says “none”; where somebody is needed, that is nobody.
        for field in action.needs where command.input[field]?.array?.isEmpty == true { throw missing(field, command) }
        for (field, words) in command.words {
            let definition = try taken(field, by: action)
            try check(words, field, definition)
        }
    }

    /// A refusal for want of a field.
    func missing(_ field: FieldName, _ command: Command) -> Refusal {
        .missingNeed(
            act: title(command.act),
            field: field,
            title: definition.fields[field]?.title ?? Bilingual(zh: field.text, en: field.text)
        )
    }

    /// What people call an act.
    func title(_ act: ActionName) -> Bilingual {
        definition.actions[act]?.title ?? Bilingual(zh: act.text, en: act.text)
    }

    private func taken(_ field: FieldName, by action: ActionDefinition) throws(Refusal) -> FieldDefinition {
        guard action.takes(field), let definition = rules.fields[field]
        else { throw .unexpectedField(act: action.title, named: field.text) }
        return definition
    }

    private func check(_ words: Words, _ field: FieldName, _ definition: FieldDefinition) throws(Refusal) {
        switch definition.form {
        case .words(let limit), .contact(let limit):
            let (length, hasNUL) = words.text.measured
            guard length <= limit else {
                throw .textTooLong(field: field, title: definition.title, limit: limit, length: length)
            }
            guard !hasNUL else { throw .textHasNUL(field: field, title: definition.title) }
        case .position:
            guard Position(words.text) != nil else {
                throw .badField(field: field, title: definition.title, wanted: definition.form.wanted)
            }
        case .choice, .choices, .flag, .number, .unit, .units, .people, .category, .instant, .limit, .ticket,
            .code:
            throw .badField(field: field, title: definition.title, wanted: definition.form.wanted)
        }
    }

    private func check(
        _ value: JSONValue,
        _ field: FieldName,
        _ definition: FieldDefinition,
        in context: Context
    ) throws(Refusal) {
        // Made when it is thrown: its words list every choice.
        var wrong: Refusal { .badField(field: field, title: definition.title, wanted: definition.form.wanted) }
        switch definition.form {
        case .words, .contact, .position: throw wrong
        case .choice: guard let word = value.string, definition.offers(word) else { throw wrong }
        case .choices:
            let words = value.array?.compactMap(\.string) ?? []
            guard !words.isEmpty, words.count == value.array?.count, Set(words).count == words.count,
                words.allSatisfy({ definition.offers($0) })
            else { throw wrong }
        case .people(let most):
            let people = value.array ?? []
            guard !people.isEmpty, people.count <= most, Set(people).count == people.count,
                people.allSatisfy({ $0.int != nil })
            else { throw wrong }
        case .flag: guard value.bool != nil else { throw wrong }
        case .number(let range): guard let number = value.int, range.contains(number) else { throw wrong }
        case .unit:
            guard let number = value.int else { throw wrong }
            try requireOpen(UnitID(number), in: context)
        case .units(let most):
            guard let list = value.array else { throw wrong }
            try check(list, atMost: most, else: wrong, in: context)
        case .category:
            guard let word = value.string else { throw wrong }
            guard context.directory.categories.contains(word) else { throw .unknownCategory(word) }
        case .instant:
            guard let number = value.int else { throw wrong }
            guard Instant.sensible.contains(Instant(microseconds: number)) else { throw .timeOutOfRange(field) }
        case .limit: guard let text = value.string, (try? Limit(text)) != nil else { throw wrong }
        case .code(let most): guard let text = value.string, text.isCode(atMost: most) else { throw wrong }
        case .ticket:
            guard let number = value.int else { throw wrong }
            guard context.others[TicketID(number)] != nil else { throw .unknownTicket(TicketID(number)) }
        }
    }
}

extension Machine {
    private func check(
        _ list: [JSONValue],
        atMost most: Int,
        else wrong: Refusal,
        in context: Context
    ) throws(Refusal) {
        guard list.count <= most, Set(list).count == list.count else { throw wrong }
        for element in list {
            guard let number = element.int else { throw wrong }
            try requireOpen(UnitID(number), in: context)
        }
    }
}

extension Command {
    /// Whether a field is given: a value, or words that say something.
    func gives(_ field: FieldName) -> Bool { input[field] != nil || words[field]?.isBlank == false }
}

extension Words {
    /// Whether there is nothing to read.
    var isBlank: Bool { text.unicodeScalars.allSatisfy(\.isBlank) }
}

extension Unicode.Scalar {
    /// Whether nothing is seen of it: ASCII and ideographs are known without asking Unicode's tables.
    fileprivate var isBlank: Bool {
        switch value {
        case 0x20, 0x09...0x0D: true
        case 0x21..<0x7F, 0x4E00...0x9FFF: false
        default: properties.isWhitespace
        }
    }
}

extension String {
    /// Whether it is what another system may call something.
    fileprivate func isCode(atMost most: Int) -> Bool {
        !isEmpty && measured.count <= most
            && unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned: false
                default: !scalar.properties.isWhitespace
                }
            }
    }

    /// How many Unicode scalars it has, every byte of UTF-8 but those that continue one, and whether one of them is NUL.
    fileprivate var measured: (count: Int, hasNUL: Bool) {
        var text = self
        return text.withUTF8 { utf8 in
            var (count, nuls) = (0, 0)
            for byte in utf8 {
                count &+= byte & 0xC0 == 0x80 ? 0 : 1
                nuls &+= byte == 0 ? 1 : 0
            }
            return (count, nuls > 0)
        }
    }
}

extension Instant {
    /// Times that a matter can have: 1970 to 2200.
    static let sensible = Instant(seconds: 0)...Instant(seconds: 7_258_118_400)
}

extension FieldDefinition.Form {
    /// What the field takes, in words.
    public var wanted: Bilingual {
        switch self {
        case .words(let max), .contact(let max):
            Bilingual(zh: "文字（最多 \(max) 字）", en: "a text of at most \(max) characters")
        case .choice(let choices):
            Bilingual(
                zh: choices.sorted { $0.key < $1.key }.map { "\($0.value.zh)（\($0.key)）" }.joined(separator: "、"),
                en: "one of " + choices.keys.sorted().joined(separator: ", ")
            )
        case .choices(let choices):
            Bilingual(
                zh: choices.sorted { $0.key < $1.key }.map { "\($0.value.zh)（\($0.key)）" }.joined(separator: "、")
                    + "，可多选",
                en: "some of " + choices.keys.sorted().joined(separator: ", ")
            )
        case .people(let max): Bilingual(zh: "人员（最多 \(max) 个，不重复）", en: "people, each once, at most \(max)")
        case .flag: Bilingual(zh: "是或否", en: "yes or no")
        case .number(let range):
            Bilingual(
                zh: "\(range.lowerBound) 至 \(range.upperBound) 的整数",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        case .unit: Bilingual(zh: "单位（全称或编码）", en: "a unit (its full name or its code)")
        case .units(let max): Bilingual(zh: "单位（最多 \(max) 个，不重复）", en: "units, each once, at most \(max)")
        case .category: Bilingual(zh: "类别", en: "a category")
        case .instant: Bilingual(zh: "时间", en: "a time")
        case .limit: Bilingual(zh: "时限（如 5wd）", en: "a limit such as 5wd")
        case .ticket: Bilingual(zh: "工单编号", en: "a ticket's number")
        case .code(let max):
            Bilingual(
                zh: "编号（最多 \(max) 字，中间无空格）",
                en: "a number or name of at most \(max) characters without blanks"
            )
        case .position:
            Bilingual(
                zh: "WGS84 纬度和经度（如 31.2304,121.4737）",
                en: "latitude and longitude of WGS84, such as 31.2304,121.4737"
            )
        }
    }
}
