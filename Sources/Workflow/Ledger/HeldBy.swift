/// In whose hands a ticket lies: who must act next, whoever answers for it.
///
/// A department that returned a matter answers for it until another signs (首接负责); meanwhile it lies with the desk that
/// has to decide.
public enum HeldBy: Hashable, Sendable {
    /// A unit.
    case unit(UnitID)
    /// The resident, who was asked for something.
    case resident
    /// Nobody: it is parked.
    case nobody
}

/// Which of a ticket's parties has to act in a state.
public enum Hand: String, Hashable, Sendable, CaseIterable {
    /// Whoever is responsible.
    case responsible
    /// The unit of the ladder that holds the ticket.
    case desk
    /// The next unit of the ladder above that; where there is none, the desk itself.
    case above
    /// The resident.
    case resident
    /// Nobody.
    case nobody
}
