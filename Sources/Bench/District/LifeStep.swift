import Workflow

/// The steps of a matter's main path to its end, in their order.
enum LifeStep: Int, Sendable, CaseIterable, Comparable {
    case report
    case accept
    case dispatch
    case sign
    case submit
    case verify
    case callBack

    /// Those that both sides can do: the path without its end.
    static let path = [LifeStep.report, .accept, .dispatch, .sign, .submit, .verify]

    /// Those that `act` measures.
    static let measured = [LifeStep.sign, .submit, .verify]

    /// The step before this one; the first has none.
    var before: LifeStep? {
        guard let place = Self.path.firstIndex(of: self), place > 0 else { return nil }
        return Self.path[place - 1]
    }

    enum Doer: Sendable {
        case desk
        case check
        case lead
    }

    var act: ActionName {
        switch self {
        case .report: "report"
        case .accept: "accept"
        case .dispatch: "dispatch"
        case .sign: "sign"
        case .submit: "submit_result"
        case .verify: "verify"
        case .callBack: "call_back"
        }
    }

    var doer: Doer {
        switch self {
        case .report, .accept, .dispatch, .callBack: .desk
        case .sign, .submit: .lead
        case .verify: .check
        }
    }

    var input: [FieldName: JSONValue] {
        switch self {
        case .report: ["channel": "hotline"]
        case .submit: ["outcome": "solved"]
        case .callBack: ["callback": "satisfied"]
        case .accept, .dispatch, .sign, .verify: [:]
        }
    }

    var texts: [FieldName: String] {
        switch self {
        case .report:
            [
                "title": "楼道漏水", "text": "三单元二层楼道顶部漏水两天，墙皮脱落，地面湿滑，请尽快派人维修。", "contact_name": "张三",
                "contact_phone": "13800000000",
            ]
        case .submit: ["text": "已更换破损水管并清理楼道，回访居民表示已不漏水。"]
        case .accept, .dispatch, .sign, .verify, .callBack: [:]
        }
    }

    static func < (left: LifeStep, right: LifeStep) -> Bool { left.rawValue < right.rawValue }
}
