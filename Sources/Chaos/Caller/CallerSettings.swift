package import Foundation

/// What a caller is told.
package struct CallerSettings: Sendable {
    /// How it reaches the database.
    package var database: String
    /// The district's code.
    package var district: String
    /// Where notes are kept.
    package var notes: URL
    /// Which caller it is.
    package var name: String
    /// How often it has been started before.
    package var generation: Int
    /// The seed of the run.
    package var seed: UInt64
    /// How many clients it serves at the same time.
    package var clients: Int
    /// The longest pause of a client between two commands, in milliseconds.
    package var pause: Int
    /// The one ticket that all clients fight for; nil: they live ordinary lives.
    package var duel: Int64?
    /// Whether some of what is written is poison.
    package var isPoisonous: Bool

    /// Tells a caller.
    package init(
        database: String,
        district: String,
        notes: URL,
        name: String,
        generation: Int = 0,
        seed: UInt64 = 1,
        clients: Int = 12,
        pause: Int = 40,
        duel: Int64? = nil,
        isPoisonous: Bool = false
    ) {
        self.database = database
        self.district = district
        self.notes = notes
        self.name = name
        self.generation = generation
        self.seed = seed
        self.clients = clients
        self.pause = pause
        self.duel = duel
        self.isPoisonous = isPoisonous
    }
}
