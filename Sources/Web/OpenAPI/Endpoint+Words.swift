import Dispatcher
import Workflow

extension Endpoint.Tag {
    /// What people call it.
    var title: Bilingual {
        switch self {
        case .matters: Bilingual(zh: "诉求与任务", en: "Matters")
        case .residents: Bilingual(zh: "居民", en: "Residents")
        case .open311: Bilingual(zh: "Open311", en: "Open311")
        case .units: Bilingual(zh: "单位与人员", en: "Units and people")
        case .directory: Bilingual(zh: "派单目录", en: "Directory")
        case .calendars: Bilingual(zh: "工作日历", en: "Calendars")
        case .definitions: Bilingual(zh: "流程定义", en: "Definitions")
        case .accounts: Bilingual(zh: "账号", en: "Accounts")
        case .platforms: Bilingual(zh: "上级平台", en: "Platforms above")
        case .administration: Bilingual(zh: "管理", en: "Administration")
        case .service: Bilingual(zh: "服务自身", en: "The service")
        }
    }
}

extension Endpoint.Access {
    /// Who may call it.
    var words: Bilingual {
        switch self {
        case .open: Bilingual(zh: "任何人", en: "anybody")
        case .anybody: Bilingual(zh: "任何人，在一个区内", en: "anybody, in a district")
        case .halfSignedIn:
            Bilingual(zh: "已登录者，动态验证码尚未验证也可", en: "whoever has signed in, even who owes the second factor")
        case .signedIn: Bilingual(zh: "已登录者", en: "whoever has signed in")
        case .scope(let scope):
            Bilingual(
                zh: "已登录者，或有 \(scope.rawValue) 的令牌",
                en: "whoever has signed in, or a token with \(scope.rawValue)"
            )
        }
    }
}
