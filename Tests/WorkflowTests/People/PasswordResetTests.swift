import Testing
import Workflow

/// Whose password an administrator may let be set anew: below, and nowhere else.
@Suite struct PasswordResetTests {
    private static let (above, here, below, aside) = (UnitID(1), UnitID(2), UnitID(3), UnitID(4))
    private static let (admin, other) = (PersonID(1), PersonID(2))
    private static let now = Instant(seconds: 1_772_413_200)
    private static let office = Post(role: "system_administrator", unit: here)

    private static func tree() throws -> UnitTree {
        func unit(_ id: UnitID, _ parent: UnitID?) -> Unit {
            Unit(id: id, code: "\(id)", kind: "office", name: "\(id)", parent: parent)
        }
        return try UnitTree([unit(above, nil), unit(here, above), unit(below, here), unit(aside, above)])
    }

    private static func isAllowed(
        _ others: [Tenure],
        office: Tenure = Tenure(person: admin, post: office),
        roles: Set<RoleName> = PasswordReset.usualRoles,
        other: PersonID = other,
        closes: Bool = false
    ) throws -> Bool {
        PasswordReset(roles: roles).isAllowed(
            to: admin,
            of: other,
            posts: PostBook(tenures: others + [office]),
            territory: try tree(),
            at: now,
            closes: closes
        )
    }

    private static func tenure(_ unit: UnitID, _ role: RoleName = "handler", _ period: Period = .always) -> Tenure {
        Tenure(person: other, post: Post(role: role, unit: unit), period: period)
    }

    private static let past = Period(from: Instant(seconds: 0), until: now) ?? .always
    private static let coming = Period(from: Instant(seconds: 1_772_413_201), until: Period.always.until) ?? .always

    @Test func `at the unit and below it, and not above or aside`() throws {
        #expect(try Self.isAllowed([Self.tenure(Self.here)]))
        #expect(try Self.isAllowed([Self.tenure(Self.below)]))
        #expect(try !Self.isAllowed([Self.tenure(Self.above)]))
        #expect(try !Self.isAllowed([Self.tenure(Self.aside)]))
    }

    @Test func `every post of the other counts, one to come too, one that is over does not`() throws {
        #expect(try Self.isAllowed([Self.tenure(Self.below), Self.tenure(Self.here)]))
        #expect(try !Self.isAllowed([Self.tenure(Self.below), Self.tenure(Self.aside)]))
        #expect(try !Self.isAllowed([Self.tenure(Self.below), Self.tenure(Self.aside, "handler", Self.coming)]))
        #expect(try Self.isAllowed([Self.tenure(Self.below), Self.tenure(Self.aside, "handler", Self.past)]))
        #expect(try !Self.isAllowed([Self.tenure(Self.below, "handler", Self.past)]), "who has left is nobody's")
        #expect(try !Self.isAllowed([]))
    }

    @Test func `the account of who has left is closed by whoever kept their last post`() throws {
        let older = Period(from: Instant(seconds: 0), until: Instant(seconds: 10)) ?? .always
        let left = [Self.tenure(Self.aside, "handler", older), Self.tenure(Self.below, "handler", Self.past)]
        #expect(try Self.isAllowed(left, closes: true))
        #expect(try !Self.isAllowed(left), "and gets no password")
        #expect(try !Self.isAllowed([Self.tenure(Self.aside, "handler", Self.past)], closes: true))
        #expect(try !Self.isAllowed(left + [Self.tenure(Self.aside)], closes: true), "who serves again is kept there")
        let two = left + [Self.tenure(Self.aside, "handler", Self.past)]
        #expect(try !Self.isAllowed(two, closes: true), "both posts ended on one day")
        #expect(try !Self.isAllowed([Self.tenure(Self.below, "audit_administrator", Self.past)], closes: true))
        #expect(try !Self.isAllowed([], closes: true))
    }

    @Test func `an administrator's post only by the same role, and never one's own`() throws {
        #expect(try Self.isAllowed([Self.tenure(Self.below, "system_administrator")]))
        for role in ["security_administrator", "audit_administrator"] as [RoleName] {
            #expect(try !Self.isAllowed([Self.tenure(Self.below), Self.tenure(Self.below, role)]))
        }
        let roles: Set<RoleName> = ["system_administrator", "street_dispatcher"]
        #expect(try !Self.isAllowed([Self.tenure(Self.below, "street_dispatcher")], roles: roles))
        #expect(try !Self.isAllowed([], other: Self.admin))
    }

    @Test func `the office must be held now, in a role that may`() throws {
        let others = [Self.tenure(Self.below)]
        for period in [Self.past, Self.coming] {
            #expect(try !Self.isAllowed(others, office: Tenure(person: Self.admin, post: Self.office, period: period)))
        }
        let desk = Tenure(person: Self.admin, post: Post(role: "street_dispatcher", unit: Self.above))
        #expect(try !Self.isAllowed(others, office: desk))
        #expect(try Self.isAllowed(others, office: desk, roles: ["street_dispatcher"]))
    }
}
