package import Workflow

/// A unit to be written.
package struct UnitRow: Hashable, Sendable {
    package var code: String
    package var kind: UnitKind
    package var name: String
    package var parentCode: String?
    /// What sets its ground apart; nil: what is there stays.
    package var attributes: Set<String>?
    /// The department paired with it; empty: none; nil: what is there stays.
    package var pairCode: String?

    package init(
        code: String,
        kind: UnitKind,
        name: String,
        parentCode: String?,
        attributes: Set<String>? = nil,
        pairCode: String? = nil
    ) {
        self.code = code
        self.kind = kind
        self.name = name
        self.parentCode = parentCode
        self.attributes = attributes
        self.pairCode = pairCode
    }

    var attributesText: String? { attributes?.sorted().joined(separator: "\n") }
}

/// A person with one post, to be written.
package struct PersonRow: Hashable, Sendable {
    package var account: String
    package var name: String
    package var phone: String?
    package var role: RoleName
    package var unitCode: String

    package init(account: String, name: String, phone: String?, role: RoleName, unitCode: String) {
        self.account = account
        self.name = name
        self.phone = phone
        self.role = role
        self.unitCode = unitCode
    }
}

/// A rule of the directory to be written.
package struct RuleRow: Hashable, Sendable {
    package var rule: String
    package var category: String
    package var placeCode: String?
    package var attributes: Set<String>
    package var leadCode: String
    package var coHandlerCodes: [String]
    package var limits: [ClockName: Limit]
    package var duty: DirectoryRule.Duty
    package var evidence: EvidenceRule?
    package var source: String

    package init(
        rule: String,
        category: String,
        placeCode: String?,
        attributes: Set<String> = [],
        leadCode: String,
        coHandlerCodes: [String] = [],
        limits: [ClockName: Limit],
        duty: DirectoryRule.Duty,
        evidence: EvidenceRule? = nil,
        source: String
    ) {
        self.rule = rule
        self.category = category
        self.placeCode = placeCode
        self.attributes = attributes
        self.leadCode = leadCode
        self.coHandlerCodes = coHandlerCodes
        self.limits = limits
        self.duty = duty
        self.evidence = evidence
        self.source = source
    }

    var attributesText: String { attributes.sorted().joined(separator: "\n") }

    var evidenceText: String { evidence?.asked.map(\.rawValue).sorted().joined(separator: "\n") ?? "" }

    var limitsText: String {
        var members: [String: JSONValue] = [:]
        for (clock, limit) in limits { members[clock.text] = .string(limit.description) }
        return JSONValue.object(members).canonicalText
    }
}
