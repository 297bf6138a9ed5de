package import Dispatcher
package import PGStore
import Workflow

/// Decides by which channels a letter or a digest goes to whom.
///
/// Pure. A person is told once, whichever of their units is; a group or a mailbox once a unit. Where no channel fits nobody is
/// told by this way: the log and the file have the letter all the same.
package struct PostingPlan: Sendable {
    let book: ChannelBook

    /// Plans by a book of channels.
    package init(_ book: ChannelBook) {
        self.book = book
    }

    /// The postings of a letter.
    package func postings(_ letter: Letter, in district: DistrictConfiguration) -> [NewPosting] {
        var postings: [NewPosting] = []
        func post(_ channel: String, _ receiver: Receiver, people: [PersonID] = []) {
            let content = MessageContent.letter(about: letter.about, people: people, ring: 0)
            let posting = NewPosting(
                source: .letter(letter.id),
                channel: channel,
                receiver: receiver,
                ticket: letter.ticket,
                seq: letter.seq,
                payload: content.json
            )
            if !postings.contains(where: { $0.channel == channel && $0.receiver == receiver }) {
                postings.append(posting)
            }
        }
        let sms = book.gateway(.sms, ["letter"])?.name
        for recipient in letter.recipients {
            switch recipient {
            case .person(let person, _):
                if let sms { post(sms, .person(person)) }
            case .resident:
                if let gateway = book.gateway(.sms, Self.templates(ofResident: letter.about)) {
                    post(gateway.name, .resident)
                }
            case .unit(let unit, _, _, let told):
                for person in told { if let sms { post(sms, .person(person.person)) } }
                let code = district.territory[unit]?.code ?? ""
                for robot in book.robots where robot.units.contains(code) { post(robot.name, .unit(unit)) }
                if book.mail?.units[code] != nil { post(ChannelBook.mailName, .unit(unit)) }
                if let duty = book.duty, rings(letter, duty) {
                    post(duty.gateway, .duty(unit), people: told.map(\.person))
                }
            }
        }
        return postings
    }

    /// Whether digests go by mail to those who have a mailbox.
    var tellsByMail: Bool { book.mail?.tellsPeople ?? false }

    /// The posting of a digest: to the person alone, once.
    ///
    /// - Parameters:
    ///   - digest: the digest.
    ///   - hasMailbox: whether the person has a mailbox: then it goes there, where the file says so.
    /// - Returns: the posting; none where there is no way.
    package func postings(_ digest: Digest, hasMailbox: Bool = false) -> [NewPosting] {
        let mail = hasMailbox && tellsByMail ? ChannelBook.mailName : nil
        guard let channel = mail ?? book.gateway(.sms, ["digest"])?.name else { return [] }
        let content = MessageContent.digest(
            tickets: digest.matters.map(\.ticket),
            matters: digest.matters.count,
            notices: digest.notices.count
        )
        return [
            NewPosting(
                source: .digest(digest.id),
                channel: channel,
                receiver: .person(digest.person),
                ticket: nil,
                seq: nil,
                payload: content.json
            )
        ]
    }

    /// Which templates may tell a resident of something, the best first.
    static func templates(ofResident about: String) -> [String] { ["resident/\(about)", "resident"] }

    /// Whether the duty phone rings: a step after the expiry of one of its clocks that presses.
    private func rings(_ letter: Letter, _ duty: ChannelBook.DutyPhone) -> Bool {
        let parts = letter.about.split(separator: "/").map(String.init)
        guard letter.isUrgent, parts.count == 2, duty.clocks.contains(parts[0]) else { return false }
        return switch TimerStep(code: parts[1]) {
        case .expiry, .rung: true
        case .warning, nil: false
        }
    }
}
