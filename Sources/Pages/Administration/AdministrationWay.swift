/// What administrators can open; the raw value is where it stands below `/admin/`.
enum AdministrationWay: String, CaseIterable {
    /// Units and posts.
    case units
    /// People and their accounts.
    case people
    /// Who is responsible for what.
    case directory
    /// Holidays and make-up workdays.
    case calendars
    /// States, acts and limits.
    case definitions
    /// What could not be done.
    case deadLetters = "dead-letters"
    /// Who saw whose contact.
    case accessLog = "access-log"
    /// Who came in.
    case securityLog = "security-log"

    /// Where it stands.
    var path: String { "/admin/" + rawValue }

    /// Its title's place in the catalogues.
    var title: String {
        switch self {
        case .units: "admin.way.units"
        case .people: "admin.way.people"
        case .directory: "admin.way.directory"
        case .calendars: "admin.way.calendars"
        case .definitions: "admin.way.definitions"
        case .deadLetters: "admin.way.dead_letters"
        case .accessLog: "admin.way.access_log"
        case .securityLog: "admin.way.security_log"
        }
    }

    /// What can be done there, in a sentence.
    var lead: String {
        switch self {
        case .units: "admin.lead.units"
        case .people: "admin.lead.people"
        case .directory: "admin.lead.directory"
        case .calendars: "admin.lead.calendars"
        case .definitions: "admin.lead.definitions"
        case .deadLetters: "admin.lead.dead_letters"
        case .accessLog: "admin.lead.access_log"
        case .securityLog: "admin.lead.security_log"
        }
    }
}
