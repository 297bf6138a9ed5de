package import Workflow

/// One of the two logs that can only be added to.
package enum LogSource: String, Hashable, Sendable, CaseIterable {
    /// 安全日志: sign-ins, passwords, sessions, tokens.
    case security
    /// 查阅记录: who saw whose contact in full.
    case access

    /// Its table.
    var table: String {
        switch self {
        case .security: "security_event"
        case .access: "access_log"
        }
    }

    /// What people call it.
    package var title: Bilingual {
        switch self {
        case .security: Bilingual(zh: "安全日志", en: "security log")
        case .access: Bilingual(zh: "查阅记录", en: "access log")
        }
    }
}
