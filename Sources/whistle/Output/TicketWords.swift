import PGStore
import Workflow

extension Lamp {
    /// A lamp that differs by shape as well as by colour.
    var sign: String {
        switch self {
        case .green: localized("○ 绿", "○ green")
        case .yellow: localized("△ 黄", "△ yellow")
        case .red: localized("● 红", "● red")
        }
    }
}
