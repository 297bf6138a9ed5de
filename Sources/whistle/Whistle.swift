import ArgumentParser

/// The program.
@main
struct Whistle: AsyncParsableCommand {
    /// Begins; what is not text is refused before anything is made of it.
    static func main() async {
        do {
            try await complaining { try Spoken.check() }
        } catch {
            exit(withError: error)
        }
        await main(nil)
    }

    static let configuration = CommandConfiguration(
        commandName: "whistle",
        abstract: localized("小区吹哨、部门报到的派单引擎", "The dispatch engine for 小区吹哨、部门报到."),
        discussion: localized(
            """
            诉求从楼栋、网格到社区、街道，再派给职能部门，每一步都有时限和责任单位。
            先运行 whistle up：它启动自带的 PostgreSQL、示范城区和守护进程。
            WHISTLE_LANG=zh 或 en 选择语言，不设则随系统。退出码：0 完成，1 有不符，2 规则拒绝，64 调用有误，69 数据库连不上；\
            其余见 docs/OPERATIONS.md。
            """,
            """
            A resident's matter goes from building and grid to community and street, then to the departments, each \
            step with a limit and somebody responsible. Begin with “whistle up”: it starts a private PostgreSQL, the \
            sample city and the daemon.
            WHISTLE_LANG=zh or en chooses the language, else the locale does. Exit codes: 0 done, 1 findings, 2 refused \
            by the rules, 64 wrong call, 69 no database; docs/OPERATIONS.md has all of them.
            """
        ),
        version: "0.1.0",
        subcommands: [
            UpCommand.self, ServeCommand.self, WorkCommand.self, MigrateCommand.self, DoctorCommand.self,
            FileCommand.self,
            ActCommand.self, ShowCommand.self, TicketsCommand.self, AnswersCommand.self, VerifyCommand.self,
            DefinitionCommand.self,
            DirectoryCommand.self, CalendarCommand.self, ReplayCommand.self, ImportCommand.self, DeadCommand.self,
            LedgerCommand.self, PostsCommand.self, DutyCommand.self, DigestCommand.self, HandOverCommand.self,
            ShiftCommand.self, UnitsCommand.self, AccountCommand.self, KeysCommand.self, AccessLogCommand.self,
            LogsCommand.self,
            AttachmentsCommand.self,
            ChannelsCommand.self, MessagesCommand.self, WebhookCommand.self,
            PlayCommand.self, BenchCommand.self,
        ]
    )
}
