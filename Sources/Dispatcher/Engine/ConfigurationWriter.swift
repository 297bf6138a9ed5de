import PGStore
import Postgres
package import Workflow

/// Who changes a district's configuration, for the security log, and what they had seen of it.
package struct ConfigurationWriter: Sendable {
    /// Who.
    package let person: PersonID
    /// From where, as the server saw it.
    package let address: String
    /// The revision that must still be in force; nil: whichever it is.
    package let revision: Int64?

    package init(person: PersonID, address: String, revision: Int64?) {
        self.person = person
        self.address = address
        self.revision = revision
    }

    /// Looks whether the configuration is still what they have seen.
    ///
    /// - Parameter now: its revision, which is locked.
    /// - Throws: `ImportError.stale`.
    func check(_ now: Int64) throws(ImportError) {
        if let revision, revision != now { throw .stale(seen: revision, now: now) }
    }

    /// The line of the security log.
    ///
    /// - Parameters:
    ///   - kind: what was changed.
    ///   - district: the district.
    ///   - detail: facts besides.
    /// - Returns: the statement, for the transaction that changes it.
    func note(_ kind: String, in district: DistrictID, _ detail: JSONObject = [:]) -> Query {
        let facts = detail.merging(["kind": .string(kind)]) { first, _ in first }
        let note = SecurityNote(.configurationChanged, by: person, address: address, detail: facts)
        return SecurityEvent.write(district, person: person, note)
    }
}
