/// A day of the week, Monday first as in ISO 8601.
public enum Weekday: String, Hashable, Sendable, CaseIterable, Codable {
    /// Monday, 周一.
    case mon
    /// Tuesday, 周二.
    case tue
    /// Wednesday, 周三.
    case wed
    /// Thursday, 周四.
    case thu
    /// Friday, 周五.
    case fri
    /// Saturday, 周六.
    case sat
    /// Sunday, 周日.
    case sun

    /// Zero for Monday to six for Sunday.
    public var index: Int {
        switch self {
        case .mon: 0
        case .tue: 1
        case .wed: 2
        case .thu: 3
        case .fri: 4
        case .sat: 5
        case .sun: 6
        }
    }

    /// Saturday or Sunday.
    public var isWeekend: Bool { self == .sat || self == .sun }

    /// Monday to Friday, the common week.
    public static let workweek: [Weekday] = [.mon, .tue, .wed, .thu, .fri]
}
