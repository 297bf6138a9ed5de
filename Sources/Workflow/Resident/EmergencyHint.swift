/// A line to call at once, before anything is written down: what somebody writes of a fire is no matter for a desk.
///
/// 火警 119, 警情 110, 急救 120, 交通事故 122 (DOMAIN: emergencies are told at once to call).
public enum EmergencyHint: String, Hashable, Sendable, CaseIterable {
    /// A fire, gas, somebody trapped.
    case fire = "119"
    /// A crime, a threat, somebody who wants to harm themselves.
    case police = "110"
    /// Somebody hurt or ill.
    case ambulance = "120"
    /// A collision on the road.
    case traffic = "122"

    /// What to do, in a line.
    public var advice: Bilingual {
        switch self {
        case .fire:
            Bilingual(zh: "如有火情、燃气泄漏或有人被困，请立即拨打 119", en: "fire, a gas leak or somebody trapped: call 119 now")
        case .police:
            Bilingual(zh: "如有人身危险或违法犯罪，请立即拨打 110", en: "danger to people or a crime: call 110 now")
        case .ambulance: Bilingual(zh: "如有人受伤或突发疾病，请立即拨打 120", en: "somebody hurt or suddenly ill: call 120 now")
        case .traffic: Bilingual(zh: "如发生交通事故，请立即拨打 122", en: "a collision on the road: call 122 now")
        }
    }

    /// The lines that a text gives reason to call, in the order of the cases; none for most texts.
    ///
    /// A word too many only tells of a telephone number; so words are looked for as they stand, without grammar.
    public static func found(in text: String) -> [EmergencyHint] {
        let text = text.lowercased()
        return allCases.filter { hint in hint.words.contains { text.contains($0) } }
    }

    private var words: [String] {
        switch self {
        case .fire: ["着火", "起火", "失火", "火灾", "冒烟", "爆炸", "燃气泄漏", "煤气泄漏", "漏气", "被困", "on fire", "gas leak", "trapped"]
        case .police:
            ["打人", "砍人", "持刀", "抢劫", "家暴", "绑架", "杀人", "自杀", "轻生", "跳楼", "斗殴", "suicide", "robbed", "assault"]
        case .ambulance: ["受伤", "流血", "昏迷", "晕倒", "中毒", "触电", "急救", "心脏病发", "摔伤", "injured", "unconscious", "bleeding"]
        case .traffic: ["车祸", "撞车", "撞人", "交通事故", "car crash", "car accident"]
        }
    }
}
