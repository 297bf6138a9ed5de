import HTTPTypes

extension HTTPField.Name {
    /// The request's id, in every answer.
    static let requestID = named("X-Request-Id")
    /// How much of the address other sites are told.
    static let referrerPolicy = named("Referrer-Policy")
    /// The key under which a command is carried out at most once.
    static let idempotencyKey = named("Idempotency-Key")
    /// Says that an answer is the one of an earlier request with the same key.
    static let idempotencyReplayed = named("Idempotency-Replayed")
    /// From what page the browser says a request comes (Fetch Metadata).
    static let secFetchSite = named("Sec-Fetch-Site")
    /// Where a proxy says that a request comes from.
    static let forwardedFor = named("X-Forwarded-For")
    /// From where on a list is followed so that nothing is missed.
    static let feedCursor = named("Feed-Cursor")
    /// Tells nginx not to keep what is to go out at once.
    static let accelBuffering = named("X-Accel-Buffering")
    /// Who may take an answer into a page of theirs.
    static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
    /// Where to go from here (RFC 8288).
    static let link = named("Link")

    private static func named(_ name: String) -> Self {
        guard let known = Self(name) else { preconditionFailure("\(name) is a header's name") }
        return known
    }
}
