import Dispatcher
package import PGStore
import Workflow

extension PostingPlan {
    /// By which way a message goes next that was taken but not delivered.
    ///
    /// A short message goes by the next gateway that has its template. A call for a unit's duty goes by the next gateway that
    /// rings, else as a short message to the people on duty; a mailbox of the unit is told besides.
    ///
    /// - Parameters:
    ///   - posting: the message.
    ///   - district: the district.
    /// - Returns: the ways; none where there is none left.
    package func nextWays(_ posting: NewPosting, in district: DistrictConfiguration) -> [NewPosting] {
        guard let content = MessageContent(posting.payload) else { return [] }
        func along(_ channel: String, _ receiver: Receiver) -> NewPosting {
            NewPosting(
                source: posting.source,
                channel: channel,
                receiver: receiver,
                ticket: posting.ticket,
                seq: posting.seq,
                payload: content.firstRing.json
            )
        }
        switch (posting.receiver, content) {
        case (.person, .letter): return next(.sms, ["letter"], posting).map { [along($0, posting.receiver)] } ?? []
        case (.person, .digest): return next(.sms, ["digest"], posting).map { [along($0, posting.receiver)] } ?? []
        case (.resident, .letter(let about, _, _)):
            return next(.sms, Self.templates(ofResident: about), posting).map { [along($0, .resident)] } ?? []
        case (.duty(let unit), .letter(_, let people, _)):
            if let gateway = next(.voice, ["duty"], posting) { return [along(gateway, posting.receiver)] }
            let sms = book.gateway(.sms, ["letter"])?.name
            let code = district.territory[unit]?.code ?? ""
            let mail = book.mail?.units[code] == nil ? nil : along(ChannelBook.mailName, .unit(unit))
            return people.compactMap { person in sms.map { along($0, .person(person)) } } + [mail].compactMap(\.self)
        case (.unit, _), (.event, _), (.resident, .digest), (.duty, .digest): return []
        }
    }

    /// The gateway of a form after the one that a message went by, with one of some templates.
    private func next(_ form: Gateway.Form, _ templates: [String], _ posting: NewPosting) -> String? {
        guard let place = book.gateways.firstIndex(where: { $0.name == posting.channel }) else { return nil }
        return book.gateways[(place + 1)...].first { $0.form == form && $0.template(templates) != nil }?.name
    }
}

extension MessageContent {
    /// The same as it is put down at first.
    fileprivate var firstRing: MessageContent {
        guard case .letter(let about, let people, _) = self else { return self }
        return .letter(about: about, people: people, ring: 0)
    }
}
