/// The order of a list in SQL: what a scan of `ticket` says of each ticket, and by what that is put in order.
enum ListOrder {
    /// By their numbers.
    case number
    /// By when they are due next, and by their numbers where that is the same; those for which no clock runs come last.
    case due

    /// When a ticket is due, as it is compared.
    func key(_ ticket: String) -> String { "coalesce(\(ticket).next_due_at, 'infinity')" }

    /// What a scan says of each ticket.
    func keyed(_ ticket: String) -> String {
        self == .number ? "\(ticket).id" : "\(ticket).id, \(key(ticket))"
    }

    /// By what a scan is put in order.
    func keys(_ ticket: String) -> String {
        self == .number ? "\(ticket).id" : "\(key(ticket)), \(ticket).id"
    }

    /// The names of what a scan says.
    var names: String { self == .number ? "id" : "id, due" }

    /// All that a scan has said.
    func all(_ scan: String) -> String { self == .number ? "\(scan).id" : "\(scan).id, \(scan).due" }

    /// By what scans are put in order.
    func sorted(_ scan: String) -> String { self == .number ? "\(scan).id" : "\(scan).due, \(scan).id" }
}
