package import Workflow

/// A unit to be written.
package struct UnitRow: Hashable, Sendable {
    /// The city's code for it.
    package var code: String
    /// What kind of unit it is.
    package var kind: UnitKind
    /// What people call it.
    package var name: String
    /// The code of the unit above it; nil for the topmost.
    package var parentCode: String?
    /// What sets its ground apart; nil: what is there stays.
    package var attributes: Set<String>?
    /// The department paired with it; empty: none; nil: what is there stays.
    package var pairCode: String?
    /// The codes of the ground that it stands on as a unit of another line; empty: none; nil: what is there stays.
    package var groundCodes: Set<String>?
    /// Where it lies; nil within: nowhere; nil: what is there stays.
    package var location: Workflow.Unit.Location??

    package init(
        code: String,
        kind: UnitKind,
        name: String,
        parentCode: String?,
        attributes: Set<String>? = nil,
        pairCode: String? = nil,
        groundCodes: Set<String>? = nil,
        location: Workflow.Unit.Location?? = nil
    ) {
        self.code = code
        self.kind = kind
        self.name = name
        self.parentCode = parentCode
        self.attributes = attributes
        self.pairCode = pairCode
        self.groundCodes = groundCodes
        self.location = location
    }

    var attributesText: String? { attributes?.sorted().joined(separator: "\n") }
    var groundsText: String? { groundCodes?.sorted().joined(separator: "\n") }
    /// Whether the row says where the unit lies, if only that nobody knows.
    var saysLocation: Bool { location != nil }
    var locationKnown: Workflow.Unit.Location? { location ?? nil }
}

/// A rule of the directory to be written.
package struct RuleRow: Hashable, Sendable {
    /// The rule's id, as the city writes it; unique in the directory.
    package var rule: String
    /// The category that it covers with everything below; empty: all.
    package var category: String
    /// The code of the unit whose ground it covers; nil: the whole district.
    package var placeCode: String?
    /// What the ground must be besides; empty: any.
    package var attributes: Set<String>
    /// The code of the unit that leads.
    package var leadCode: String
    /// The codes of those who help.
    package var coHandlerCodes: [String]
    /// Limits that replace the definition's, by clock.
    package var limits: [ClockName: Limit]
    /// Whether the matter is the street's own, a department's, or taken back.
    package var duty: DirectoryRule.Duty
    /// What proof may be asked for; nil: none.
    package var evidence: EvidenceRule?
    /// The document that says so.
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
        var members: JSONObject = [:]
        for (clock, limit) in limits { members[clock.text] = .string(limit.description) }
        return JSONValue.object(members).canonicalText
    }
}
