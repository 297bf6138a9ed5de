package import Workflow

extension SecurityEventKind {
    /// What people call it.
    package var title: Bilingual {
        switch self {
        case .signedIn: Bilingual(zh: "登录", en: "signed in")
        case .signInFailed: Bilingual(zh: "登录失败", en: "sign-in failed")
        case .signInRefused: Bilingual(zh: "密码正确但未准登录", en: "kept out, password right")
        case .secondFactorFailed: Bilingual(zh: "动态验证码错误", en: "second factor failed")
        case .secondFactorProved: Bilingual(zh: "动态验证码已验证", en: "second factor proved")
        case .signedOut: Bilingual(zh: "退出", en: "signed out")
        case .sessionEnded: Bilingual(zh: "会话被结束", en: "session ended")
        case .passwordSet: Bilingual(zh: "密码被重置", en: "password set by somebody else")
        case .passwordChanged: Bilingual(zh: "修改密码", en: "password changed")
        case .slipMade: Bilingual(zh: "开具一次性凭条", en: "slip made")
        case .slipUsed: Bilingual(zh: "凭条已用", en: "slip used")
        case .slipFailed: Bilingual(zh: "凭条错误", en: "slip failed")
        case .blocked: Bilingual(zh: "停用", en: "locked")
        case .unblocked: Bilingual(zh: "恢复", en: "unlocked")
        case .pinSet: Bilingual(zh: "设置 PIN", en: "PIN set")
        case .pinFailed: Bilingual(zh: "PIN 错误", en: "PIN failed")
        case .deskSwitched: Bilingual(zh: "值班台换人", en: "desk switched")
        case .deskLocked: Bilingual(zh: "值班台锁定", en: "desk locked")
        case .secondFactorBegun: Bilingual(zh: "开始绑定动态验证码", en: "second factor begun")
        case .secondFactorConfirmed: Bilingual(zh: "已绑定动态验证码", en: "second factor confirmed")
        case .secondFactorRemoved: Bilingual(zh: "解除动态验证码", en: "second factor removed")
        case .recoveryCodeUsed: Bilingual(zh: "用恢复码登录", en: "recovery code used")
        case .tokenMade: Bilingual(zh: "新建令牌", en: "token made")
        case .tokenRevoked: Bilingual(zh: "吊销令牌", en: "token revoked")
        case .identityBound: Bilingual(zh: "绑定统一身份", en: "city identity bound")
        case .identityUnbound: Bilingual(zh: "解除统一身份", en: "city identity unbound")
        case .configurationChanged: Bilingual(zh: "修改配置", en: "configuration changed")
        case .logExported: Bilingual(zh: "导出日志", en: "log taken out")
        case .telephoneSought: Bilingual(zh: "按电话查找", en: "looked for by a telephone")
        case .logsPruned: Bilingual(zh: "清理到期日志", en: "old lines of the logs removed")
        }
    }
}
