/// Who may let whom set a new password, and end their sessions: an administrator within its own subtree.
///
/// The administrator's post must stand at or above every unit in which the other holds a post, now or later; so whoever
/// also works elsewhere is left to somebody above both. Posts that administer (三员, and those of the rule itself) are
/// reset only by holders of the very same role: nobody takes over an office that is to watch their own. Who has left gets no new
/// password from anybody; to close their account is for whoever kept the posts that they held last.
public struct PasswordReset: Hashable, Sendable {
    /// Roles whose holders may.
    public let roles: Set<RoleName>

    /// Who keeps accounts by custom (系统管理员); a street that wants to do so itself appoints one of its own.
    public static let usualRoles: Set<RoleName> = ["system_administrator"]

    /// Makes the rule.
    public init(roles: Set<RoleName> = PasswordReset.usualRoles) {
        self.roles = roles
    }

    /// Whether somebody may do so for another.
    ///
    /// - Parameters:
    ///   - administrator: who asks; by posts held at that instant, not by standing in.
    ///   - other: for whom; never for oneself, nor for who never held a post.
    ///   - posts: who holds which post when.
    ///   - territory: the units.
    ///   - instant: when.
    ///   - closes: whether it closes the account, so that it is allowed for who holds no post any more.
    /// - Returns: whether one post of the administrator's allows it.
    public func isAllowed(
        to administrator: PersonID,
        of other: PersonID,
        posts: PostBook,
        territory: UnitTree,
        at instant: Instant,
        closes: Bool = false
    ) -> Bool {
        let all = posts.tenures(of: other)
        var held = all.filter { $0.period.until > instant }
        if held.isEmpty, closes, let last = all.map(\.period.until).max() {
            held = all.filter { $0.period.until == last }
        }
        guard administrator != other, !held.isEmpty else { return false }
        let offices = posts.tenures(of: administrator).filter {
            $0.period.contains(instant) && roles.contains($0.post.role)
        }
        return offices.contains { office in
            held.allSatisfy { covers(office.post, $0.post, territory) }
        }
    }

    private func covers(_ office: Post, _ post: Post, _ territory: UnitTree) -> Bool {
        let administers = roles.contains(post.role) || PostBook.administrators.contains(post.role)
        guard !administers || post.role == office.role else { return false }
        return office.unit == post.unit || territory.isAbove(office.unit, of: post.unit)
    }
}
