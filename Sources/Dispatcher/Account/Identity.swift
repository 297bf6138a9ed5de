package import PGStore
package import Workflow

/// Who asks, as a session or a token says.
package struct Identity: Hashable, Sendable {
    /// The district; a session or token opens no other.
    package let district: DistrictID
    /// Who acts.
    package let person: PersonID
    /// That person's account.
    package let account: String
    /// By what.
    package let bearer: Bearer
    /// What must be done before anything else can be.
    package let restrictions: Set<Restriction>

    /// What somebody asks by.
    package enum Bearer: Hashable, Sendable {
        /// A session; a duty desk's names its unit.
        case session(SessionID, SessionKind, desk: UnitID?)
        /// A program's token, with what it may do.
        case token(TokenID, Set<TokenScope>)
    }

    /// Why a session may do nothing but what lifts this; the raw value is the stable code.
    package enum Restriction: String, Hashable, Sendable, CaseIterable {
        /// Somebody else chose the password.
        case mustChange = "must_change"
        /// The password is too old.
        case passwordExpired = "password_expired"
        /// A post of today needs a second factor, which must be set up.
        case secondFactorMissing = "second_factor_missing"
        /// A provider said who it is, and does not answer for a second factor: a code of the one here is to be given.
        case secondFactorOwed = "second_factor_owed"
        /// Nobody acts at the duty desk: somebody of the unit gives a PIN.
        case deskLocked = "desk_locked"
    }
}

extension Identity {
    /// The session; nil for a token.
    package var session: SessionID? {
        guard case .session(let id, _, _) = bearer else { return nil }
        return id
    }

    /// What the session is for; nil for a token.
    package var kind: SessionKind? {
        guard case .session(_, let kind, _) = bearer else { return nil }
        return kind
    }

    /// Whose duty desk; nil for all else.
    package var desk: UnitID? {
        guard case .session(_, _, let desk) = bearer else { return nil }
        return desk
    }

    /// What a token may do; nil: a session may do all that its person's posts allow.
    package var scopes: Set<TokenScope>? {
        guard case .token(_, let scopes) = bearer else { return nil }
        return scopes
    }

    /// Lets through who owes no second factor, whatever else must be done first.
    ///
    /// - Throws: `AccountRefusal.restricted`.
    package func checkProved() throws(AccountRefusal) {
        guard !restrictions.contains(.secondFactorOwed) else { throw .restricted(.secondFactorOwed) }
    }

    /// Lets through who is not restricted, and whose token, if it is one, may do that.
    ///
    /// - Throws: `AccountRefusal.restricted`, `.scopeMissing`.
    package func check(_ scope: TokenScope) throws(AccountRefusal) {
        for restriction in Restriction.allCases where restrictions.contains(restriction) {
            throw .restricted(restriction)
        }
        if let scopes, !scopes.contains(scope) { throw .scopeMissing(scope) }
    }
}

extension Identity.Restriction {
    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .mustChange: Bilingual(zh: "请先修改密码", en: "change the password first")
        case .passwordExpired: Bilingual(zh: "密码已过期，请先修改", en: "the password is too old: change it first")
        case .secondFactorMissing: Bilingual(zh: "请先绑定动态验证码", en: "set up the second factor first")
        case .secondFactorOwed: Bilingual(zh: "请输入动态验证码", en: "give a code of the second factor")
        case .deskLocked: Bilingual(zh: "值班台已锁，请输入 PIN", en: "the desk is locked: give a PIN")
        }
    }

    /// What does not hold back who came by a provider of the city's.
    static func lifted(isVouched: Bool) -> Set<Self> {
        isVouched ? [.mustChange, .passwordExpired, .secondFactorMissing] : [.mustChange, .passwordExpired]
    }

    /// What holds somebody back who stands so.
    static func of(_ standing: Standing) -> Set<Self> {
        var found: Set<Self> = []
        if standing.mustChange { found.insert(.mustChange) }
        if standing.isExpired { found.insert(.passwordExpired) }
        if standing.lacksSecondFactor { found.insert(.secondFactorMissing) }
        return found
    }
}

/// What a token of a program may do; the raw value is what people write.
package enum TokenScope: String, Hashable, Sendable, CaseIterable {
    /// Read matters and lists that the person may see.
    case readMatters = "matters:read"
    /// File matters and do acts.
    case writeMatters = "matters:write"
    /// Read units, calendars, directory and definitions.
    case readConfiguration = "configuration:read"
    /// Change them.
    case writeConfiguration = "configuration:write"
    /// Read people, posts and duty rosters.
    case readPeople = "people:read"
    /// Change them.
    case writePeople = "people:write"
    /// Look at logs and dead letters, and send these again, as far as the person's posts allow.
    case administration = "administration"
    /// Write sheets and reports.
    case exports = "exports"
    /// File matters by Open311 and follow those that were filed so; nothing else.
    case open311 = "open311"
}

/// From where somebody asks.
package struct Origin: Hashable, Sendable {
    /// The address, as the server saw it; empty where there is no network.
    package let address: String
    /// What with, as it says itself.
    package let agent: String

    /// Notes an origin; what is too long is cut.
    package init(address: String = "", agent: String = "") {
        self.address = Self.kept(address, 64)
        self.agent = Self.kept(agent, 200)
    }

    /// Who runs the program at the machine itself.
    package static let program = Origin(agent: "whistle")

    /// The database takes no NUL, and nobody needs to keep a book.
    private static func kept(_ text: String, _ most: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(most).filter { $0.value != 0 }))
    }
}
