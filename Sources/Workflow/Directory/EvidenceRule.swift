/// Which proof of the work a rule asks for.
///
/// 国办函〔2026〕12号: photos and locations are never compulsory unless the category's rule says so, names why, and the
/// district has approved it; a written account is accepted instead, always. So no rule can refuse one.
public struct EvidenceRule: Hashable, Sendable {
    /// What is asked for.
    public let asked: Set<Proof>
    /// Why the matter cannot be judged without it; shown to whoever is asked.
    public let necessity: String
    /// The decision by which the district approved it.
    public let approval: String

    /// Makes a rule.
    ///
    /// - Parameters:
    ///   - asked: what is asked for.
    ///   - necessity: why.
    ///   - approval: the district's decision.
    public init(asked: Set<Proof>, necessity: String, approval: String) {
        self.asked = asked
        self.necessity = necessity
        self.approval = approval
    }

    /// A kind of proof.
    public enum Proof: String, Hashable, Sendable, CaseIterable {
        /// 照片: a picture of place or work.
        case photo
        /// 录像: a film of it.
        case video
        /// 位置: where somebody stood.
        case location
        /// 材料: a paper, such as a contract or an expert's finding.
        case document
        /// 检测: measured values, such as noise or water.
        case measurement
        /// 文字说明: a written account; accepted instead of any other.
        case account
    }

    /// What will do: what is asked for, or a written account.
    public var accepted: Set<Proof> { asked.union([.account]) }

    /// What is missing for the rule to be lawful; nil: nothing.
    public var fault: Fault? {
        if asked.subtracting([.account]).isEmpty { return nil }
        if necessity.allSatisfy(\.isWhitespace) { return .noNecessity }
        return approval.allSatisfy(\.isWhitespace) ? .notApproved : nil
    }

    /// What can be missing.
    public enum Fault: String, Hashable, Sendable {
        /// It does not say why.
        case noNecessity = "evidence_without_necessity"
        /// The district has not approved it.
        case notApproved = "evidence_not_approved"
    }
}

extension EvidenceRule.Proof {
    /// What people call it.
    public var title: Bilingual {
        switch self {
        case .photo: Bilingual(zh: "照片", en: "photo")
        case .video: Bilingual(zh: "录像", en: "video")
        case .location: Bilingual(zh: "位置", en: "location")
        case .document: Bilingual(zh: "材料", en: "document")
        case .measurement: Bilingual(zh: "检测", en: "measurement")
        case .account: Bilingual(zh: "文字说明", en: "written account")
        }
    }
}

extension EvidenceRule.Fault {
    /// In words.
    public var message: Bilingual {
        switch self {
        case .noNecessity:
            Bilingual(zh: "要求取证却没有写明必要性", en: "asks for proof without saying why it is needed")
        case .notApproved:
            Bilingual(zh: "要求取证却没有写明区里的批准", en: "asks for proof without the district's approval")
        }
    }
}
