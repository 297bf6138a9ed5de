package import Workflow

/// Why lines of the logs are not removed.
package enum LogRefusal: Error, Hashable, Sendable {
    /// Lines of that time are still kept: those before this instant may go.
    case mustBeKept(until: Instant)
    /// The role that runs the program may add lines and nothing else.
    case notTheOwner
}

extension LogRefusal {
    /// A stable code: what programs look at.
    package var code: String {
        switch self {
        case .mustBeKept: "logs_must_be_kept"
        case .notTheOwner: "not_the_owner"
        }
    }

    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .mustBeKept(let instant):
            Bilingual(
                zh: "日志至少保存 183 天，目前只能清理 \(instant) 以前的",
                en: "logs are kept for 183 days at the least: now those before \(instant) may go"
            )
        case .notTheOwner:
            Bilingual(
                zh: "运行程序的数据库角色不能删除日志；请用 --database 以结构的所有者（whistle_owner）连接",
                en:
                    "the role that runs the program cannot remove logs: connect as the schema's owner (whistle_owner) by --database"
            )
        }
    }
}
