/// Why a run could not be carried out; what goes wrong in it is a finding.
package struct ChaosError: Error, CustomStringConvertible {
    /// What happened, for a person.
    package let description: String

    /// Says what happened.
    package init(_ description: String) {
        self.description = description
    }
}
