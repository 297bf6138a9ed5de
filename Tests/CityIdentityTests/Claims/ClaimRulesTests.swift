import Testing
import Workflow

@testable import CityIdentity

@Suite struct ClaimRulesTests {
    private typealias Named = ClaimRules.NamedPost

    private let rules = ClaimRules.PostRules(
        claim: "groups",
        roles: [],
        values: [
            "liaisons": [Named(role: "liaison", unit: "C1")],
            "street": [
                Named(role: "head", unit: "S1", isBelow: true), Named(role: "liaison", unit: "S1", isBelow: true),
            ],
        ],
        each: []
    )

    private func claims(_ groups: String...) -> ClaimSet { ClaimSet(attributes: ["groups": groups]) }

    @Test func `a post is confirmed by role and unit together, and by a unit above where that is said`() {
        let own = [(role: "liaison", units: ["C1", "S1", "D"])]
        #expect(rules.covers(own, by: claims("liaisons")))
        #expect(rules.covers(own, by: claims("street")))
        #expect(!rules.covers([(role: "head", units: ["C1", "S1", "D"])], by: claims("liaisons")))
        #expect(!rules.covers([(role: "liaison", units: ["C2", "S1", "D"])], by: claims("liaisons")))
        #expect(!rules.covers([(role: "liaison", units: ["C9", "S9", "D"])], by: claims("street")))
        #expect(!rules.covers([(role: "liaison", units: ["D"])], by: claims("street")))
    }

    @Test func `who holds a post that the claims do not know stays out, and so does who holds none`() {
        let both = [(role: "liaison", units: ["C1", "S1"]), (role: "liaison", units: ["C2", "S2"])]
        #expect(!rules.covers(both, by: claims("liaisons")))
        #expect(!rules.covers([], by: claims("liaisons", "street")))
        #expect(!rules.covers([both[0]], by: claims()))
        #expect(!rules.covers([both[0]], by: claims("unknown")))
    }

    @Test func `roles that the claims do not decide about are not asked for`() {
        let some = ClaimRules.PostRules(claim: "groups", roles: ["liaison"], values: rules.values, each: [])
        let held = [(role: "liaison", units: ["C1"]), (role: "grid", units: ["G7"])]
        #expect(some.covers(held, by: claims("liaisons")))
        // But one of those it decides about there must be.
        #expect(!some.covers([held[1]], by: claims("liaisons")))
    }

    @Test func `the code of a department confirms posts in the unit of that code`() {
        let each = ClaimRules.PostRules(claim: "groups", roles: [], values: [:], each: ["liaison"])
        #expect(each.covers([(role: "liaison", units: ["C1", "S1"])], by: claims("C1")))
        #expect(!each.covers([(role: "liaison", units: ["C1", "S1"])], by: claims("S1")))
        #expect(!each.covers([(role: "head", units: ["C1", "S1"])], by: claims("C1")))
    }

    @Test func `a provider answers for a second factor only where the file says so, and by one of its methods`() {
        func rules(_ vouches: Bool, _ methods: Set<String>) -> ClaimRules {
            ClaimRules(account: nil, posts: nil, vouches: vouches, methods: methods, hours: nil)
        }
        let strong = ClaimSet(attributes: ["amr": ["pwd", "otp"]])
        #expect(!rules(false, []).vouches(by: strong))
        #expect(rules(true, []).vouches(by: ClaimSet(attributes: [:])))
        #expect(rules(true, ["otp"]).vouches(by: strong))
        #expect(!rules(true, ["hwk"]).vouches(by: strong))
        #expect(!rules(true, ["otp"]).vouches(by: ClaimSet(attributes: [:])))
    }
}
