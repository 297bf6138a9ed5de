/// What a transaction sees of others.
package enum IsolationLevel: String, Sendable {
    /// Each statement sees what is committed when it begins: PostgreSQL's default.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed when the first began; a conflicting write fails with 40001.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after the other; fails with 40001 where they could not have.
    case serializable = "SERIALIZABLE"
}
