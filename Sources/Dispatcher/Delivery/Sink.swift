package import Workflow

/// Where messages go: a log, a file, one day a telephone.
package protocol Sink: Sendable {
    /// What the log calls it.
    var name: String { get }

    /// Delivers letters, each at least once: the same letter may come again, under the same id.
    ///
    /// - Parameter letters: what is to be delivered.
    /// - Returns: why letters could not be delivered, by their ids; those that are not among them were delivered.
    func deliver(_ letters: [Letter]) async -> [Int64: DeliveryFault]

    /// Delivers digests, each at least once: the same may come again, with more in it.
    ///
    /// - Parameter digests: one a person.
    /// - Returns: why digests could not be delivered, by person; those that are not among them were delivered.
    func deliver(_ digests: [Digest]) async -> [PersonID: DeliveryFault]
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
