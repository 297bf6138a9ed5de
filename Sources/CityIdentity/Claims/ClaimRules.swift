/// What of a provider's claims counts here; it restricts who may come in by it, and gives nobody anything.
package struct ClaimRules: Hashable, Sendable {
    /// The claim whose value is the account of a person here: the first sign-in is bound by it; nil: administrators bind.
    package let account: String?
    /// Which posts the claims must confirm; nil: they are not asked about posts.
    package let posts: PostRules?
    /// Whether the provider answers for a second factor.
    package let vouches: Bool
    /// Of these methods the provider must have used one (`amr`, RFC 8176) to answer for it; empty: it always does.
    package let methods: Set<String>
    /// Hours that a session lasts at the most; nil: as its kind does.
    package let hours: Int?

    /// Which claims confirm which posts.
    package struct PostRules: Hashable, Sendable {
        /// The claim: groups, or the code of a department.
        package let claim: String
        /// The roles about which it decides; empty: about all.
        package let roles: Set<String>
        /// Posts by a value of the claim.
        package let values: [String: [NamedPost]]
        /// Posts that any value confirms in the unit whose code it is.
        package let each: Set<String>
    }

    /// A post as the file names it.
    package struct NamedPost: Hashable, Sendable {
        /// The role.
        package let role: String
        /// The unit's code.
        package let unit: String
        /// Whether units below are meant, too.
        package let isBelow: Bool

        package init(role: String, unit: String, isBelow: Bool = false) {
            self.role = role
            self.unit = unit
            self.isBelow = isBelow
        }
    }
}

extension ClaimRules {
    /// Whether the provider answers for a second factor of this sign-in.
    package func vouches(by claims: ClaimSet) -> Bool {
        vouches && (methods.isEmpty || !methods.isDisjoint(with: claims.texts("amr")))
    }

    /// The claims that are looked at.
    package var names: Set<String> {
        Set([account, posts?.claim].compactMap(\.self))
    }
}

extension ClaimRules.PostRules {
    /// The posts that claims confirm, in the order of the claim.
    package func confirmed(by claims: ClaimSet) -> [ClaimRules.NamedPost] {
        claims.texts(claim).flatMap { value in
            (values[value] ?? []) + each.sorted().map { ClaimRules.NamedPost(role: $0, unit: value) }
        }
    }

    /// Whether what is confirmed covers all posts that somebody holds, of the roles that are asked about, and at least one.
    ///
    /// A session has all posts of its person: so one that the claims do not know keeps the person out, rather than coming in
    /// with the others.
    ///
    /// - Parameters:
    ///   - held: role, and the codes of its unit and of all above it, the own first.
    ///   - claims: what the provider says.
    /// - Returns: whether the person may come in.
    package func covers(_ held: [(role: String, units: [String])], by claims: ClaimSet) -> Bool {
        let confirmed = confirmed(by: claims)
        let asked = held.filter { roles.isEmpty || roles.contains($0.role) }
        guard !asked.isEmpty else { return false }
        return asked.allSatisfy { post in
            confirmed.contains { named in
                named.role == post.role
                    && (named.isBelow ? post.units.contains(named.unit) : post.units.first == named.unit)
            }
        }
    }
}
