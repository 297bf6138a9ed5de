package import Workflow

/// Why an import cannot begin, or cannot go on: nothing that a row could be blamed for.
package enum ImportError: Error, Hashable, Sendable {
    /// The definition was never published in the district, or files nothing.
    case unknownDefinition(DefinitionName)
    /// Nobody has the account that is to report.
    case unknownAccount(String)
    /// The district has no calendar of that name.
    case unknownCalendar(String)
    /// The configuration is of another revision than who writes has seen.
    case stale(seen: Int64, now: Int64)
}

extension ImportError {
    /// A stable code.
    package var code: String {
        switch self {
        case .unknownDefinition: "unknown_definition"
        case .unknownAccount: "unknown_account"
        case .unknownCalendar: "unknown_calendar"
        case .stale: "stale_configuration"
        }
    }

    /// In words.
    package var message: Bilingual {
        switch self {
        case .unknownDefinition(let name): DispatchError.unknownDefinition(name).message
        case .unknownAccount(let account): RowFault.unknownAccount(account).message
        case .unknownCalendar(let name):
            Bilingual(zh: "没有名为“\(name)”的日历", en: "there is no calendar “\(name)”")
        case .stale(let seen, let now):
            Bilingual(
                zh: "配置已有变化（您看到第 \(seen) 版，现在是第 \(now) 版），请刷新后再试",
                en: "the configuration has changed (you saw revision \(seen), now it is \(now)): look again and retry"
            )
        }
    }
}

extension RowFault {
    static func unknownAccount(_ word: String) -> RowFault {
        RowFault("unknown_account", zh: "没有“\(word)”这个账号", en: "nobody has the account “\(word)”")
    }
}
