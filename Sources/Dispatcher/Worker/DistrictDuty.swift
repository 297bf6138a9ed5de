package import Workflow

/// What a daemon does for one district, turn by turn: firing timers, delivering messages, filling the search table.
package protocol DistrictDuty: Sendable {
    /// Does what there is to do now.
    ///
    /// - Parameter stop: asked before each claim: nothing more is claimed once it says so.
    /// - Returns: how long there will be nothing to do.
    /// - Throws: whatever the database says; the turn is taken again after a while.
    mutating func turn(_ stop: StopSign) async throws -> Rest

    /// Whether a write calls for a turn before the rest is over.
    static func isCalled(by write: Hints.Write, from rest: Rest?) -> Bool
}

/// How long there is nothing to do.
package struct Rest: Sendable {
    /// The database's time that the next turn is for, where one is known.
    package var until: Instant?
    /// How long to rest at the most.
    package var atMost: Duration

    /// Rests.
    ///
    /// - Parameters:
    ///   - until: the database's time that the next turn is for, where one is known.
    ///   - atMost: how long at the most.
    package init(until: Instant? = nil, atMost: Duration) {
        self.until = until
        self.atMost = atMost
    }

    /// None: there is more to do.
    package static let none = Rest(atMost: .zero)
}
