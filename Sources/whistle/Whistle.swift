import ArgumentParser

/// The program.
@main
struct Whistle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whistle",
        abstract: localized("小区吹哨、部门报到的派单引擎", "The dispatch engine for 小区吹哨、部门报到."),
        discussion: localized(
            """
            诉求从楼栋、网格到社区、街道，再派给职能部门，每一步都有时限和责任单位。
            先运行 whistle up：它启动自带的 PostgreSQL、示范城区和守护进程。
            """,
            """
            A resident's matter goes from building and grid to community and street, then to the departments, each \
            step with a limit and somebody responsible. Begin with “whistle up”: it starts a private PostgreSQL, the \
            sample city and the daemon.
            """
        ),
        version: "0.1.0",
        subcommands: [
            UpCommand.self, WorkCommand.self, MigrateCommand.self, DoctorCommand.self, FileCommand.self,
            ActCommand.self, ShowCommand.self, TicketsCommand.self, VerifyCommand.self, DefinitionCommand.self,
            CalendarCommand.self, ReplayCommand.self, ImportCommand.self, DeadCommand.self, BenchCommand.self,
        ]
    )
}
