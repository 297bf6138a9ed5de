import Dispatcher
import PGStore
import Postgres
import Shipped
import TestSupport
import Testing
import Workflow

extension WorkflowDefinition {
    /// The shipped definition with limits of a second or so.
    ///
    /// - Parameter limits: clock by clock; those that are not named keep their own.
    /// - Returns: the changed definition.
    /// - Throws: `Problems` where a limit is none.
    static func tiny(_ limits: JSONObject = ["accept": "1s"]) throws -> WorkflowDefinition {
        var changes: JSONObject = [:]
        for (clock, limit) in limits { changes["clocks.\(clock).limit"] = limit }
        return try Shipped.definition("issue").with(changes)
    }
}
