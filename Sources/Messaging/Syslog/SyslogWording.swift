package import PGStore
import Workflow

/// Says a line of the two logs as a message: numbers, codes and addresses; nobody's name, telephone or words.
///
/// Pure. People and tickets are their numbers; an export of the same log has numbers and names.
package struct SyslogWording: Sendable {
    private let origin: SyslogOrigin
    private let district: String

    /// Says lines of a district.
    package init(origin: SyslogOrigin, district: String) {
        self.origin = origin
        self.district = district
    }

    /// Facts of an event that the program itself made up: words from a closed list, numbers, truth values.
    private static let known = [
        "code", "provider", "kind", "failures", "locked", "must_change", "first", "days", "scopes", "unit", "from",
        "log",
        "format", "since", "until", "before", "security", "access",
        "rows", "loaded", "revision", "version",
    ]

    /// A line of the security log.
    package func message(_ event: SecurityEvent) -> SyslogMessage {
        let kind = SecurityEventKind(rawValue: event.kind)
        var facts = head(.security, event.id.rawValue)
        if let person = event.person { facts.append(.init("person", "\(person)")) }
        if let by = event.by { facts.append(.init("by", "\(by)")) }
        if let session = event.session { facts.append(.init("session", "\(session)")) }
        if let token = event.token { facts.append(.init("token", "\(token)")) }
        if !event.address.isEmpty { facts.append(.init("address", event.address)) }
        for name in Self.known {
            guard let value = event.detail[name].flatMap(Self.text) else { continue }
            facts.append(.init(name, value))
        }
        let title = kind?.title ?? Bilingual(zh: event.kind, en: event.kind)
        return SyslogMessage(
            origin: origin,
            severity: kind.map(Self.severity) ?? .notice,
            at: event.at,
            kind: event.kind,
            facts: facts,
            text: "\(title.zh) \(title.en)"
        )
    }

    /// A line of the access log; why somebody looked is in their own words, and stays here.
    package func message(_ logged: LoggedLook) -> SyslogMessage {
        let look = logged.look
        var facts = head(.access, logged.id)
        if look.person.rawValue != 0 { facts.append(.init("person", "\(look.person)")) }
        facts.append(.init("ticket", "\(look.ticket.rawValue)"))
        facts.append(.init("via", look.via.rawValue))
        facts.append(.init("fields", logged.fields.joined(separator: ",")))
        if let request = look.request { facts.append(.init("request", request)) }
        return SyslogMessage(
            origin: origin,
            severity: look.via == .export ? .notice : .informational,
            at: logged.at,
            kind: "contact_seen",
            facts: facts,
            text: "查阅联系方式 contact seen in full"
        )
    }

    private func head(_ source: LogSource, _ id: Int64) -> [SyslogMessage.Fact] {
        [.init("log", source.rawValue), .init("id", "\(id)"), .init("district", district)]
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .int(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .array(let values): values.compactMap(text).joined(separator: ",")
        case .object, .null: nil
        }
    }

    private static func severity(_ kind: SecurityEventKind) -> SyslogMessage.Severity {
        switch kind {
        case .signInFailed, .signInRefused, .secondFactorFailed, .slipFailed, .pinFailed: .warning
        case .passwordSet, .slipMade, .slipUsed, .blocked, .unblocked, .secondFactorRemoved, .recoveryCodeUsed,
            .tokenMade, .tokenRevoked, .identityBound, .identityUnbound, .logExported, .telephoneSought, .logsPruned,
            .configurationChanged:
            .notice
        case .signedIn, .signedOut, .sessionEnded, .passwordChanged, .pinSet, .deskSwitched, .deskLocked,
            .secondFactorBegun, .secondFactorConfirmed, .secondFactorProved:
            .informational
        }
    }
}
