package import Workflow

/// What an `Identifier` can name around accounts: tags only, never made.
package enum AccountIdentifierKind {
    /// A session of a person.
    package enum Session {}
    /// A token of a program.
    package enum Token {}
    /// A line of the security log.
    package enum SecurityEvent {}
}

/// Names a session within its district.
package typealias SessionID = Identifier<AccountIdentifierKind.Session>
/// Names an API token within its district.
package typealias TokenID = Identifier<AccountIdentifierKind.Token>
/// Names a security event within its district; a later one has a greater number.
package typealias SecurityEventID = Identifier<AccountIdentifierKind.SecurityEvent>
