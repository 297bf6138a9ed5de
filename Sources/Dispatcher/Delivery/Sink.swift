package import PGStore
package import Workflow

/// Where messages go: a log, a file, the postings of channels.
package protocol Sink: Sendable {
    /// What the log calls it; it stands in the database for what a sink has already: stable, without commas.
    var name: String { get }

    /// Delivers letters, each at least once: the same letter may come again, under the same id.
    ///
    /// - Parameters:
    ///   - letters: what is to be delivered.
    ///   - district: whose they are.
    /// - Returns: why letters could not be delivered, by their ids; those that are not among them were delivered.
    func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault]

    /// Delivers digests, each at least once: the same may come again, with more in it.
    ///
    /// - Parameters:
    ///   - digests: one a person.
    ///   - district: whose they are.
    /// - Returns: why digests could not be delivered, by person; those that are not among them were delivered.
    func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault]
}

/// Why a letter could not be delivered.
package struct DeliveryFault: Error, Hashable, Sendable {
    /// What happened, without anything personal.
    package let reason: String

    /// Makes a fault.
    package init(_ reason: String) {
        self.reason = reason
    }
}
