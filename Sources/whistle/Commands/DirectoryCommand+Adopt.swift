import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension DirectoryCommand {
    /// `whistle directory adopt`.
    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adopt",
            abstract: localized("把裁定写成派单目录的一条规则", "Make a rule of the directory out of an arbiter's ruling."),
            discussion: localized(
                """
                裁定时须填“写入派单目录=是”。先列出规则、新增的缺陷和会改派的工单；加 --publish 才写入。
                规则编号为 ruling/工单编号，优先于同样具体的规则；重新导入目录时保留。
                """,
                """
                The arbiter must have said into_directory=yes. Shows the rule, new findings and what would move; writes it \
                with --publish only.
                Its id is ruling/ and the ticket's number; it counts before rules that say as much, and an import keeps it.
                """
            )
        )

        @Argument(help: ArgumentHelp(localized("工单编号", "the ticket's number"), valueName: "number")) var number: String
        @Option(
            help: ArgumentHelp(
                localized("适用于哪个单位的辖区，默认裁定时经办的一级", "whose ground it is for; by default of the desk at the ruling"),
                valueName: "unit"
            )
        )
        var place: String?
        @Flag(help: ArgumentHelp(localized("写入", "write it"))) var publish = false
        @Flag(help: ArgumentHelp(localized("JSON", "JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            try await database.withDistrict { engine, configuration in
                let dossier = try await engine.dossier(of: command.number, configuration)
                let ground = try command.place.map { try configuration.required(unit: $0) }
                let ruling = try command.ruling(dossier, ground, configuration)
                let simulation = try await engine.simulate(ruling.directory, in: configuration, mostExamples: 3)
                let view = DirectoryView(configuration)
                guard ruling.findings.isEmpty else {
                    for problem in ruling.findings { Terminal.line(DirectoryView.line(problem)) }
                    throw ExitCodes.findings
                }
                if command.publish { try await engine.adopt(ruling, in: configuration.id) }
                if command.json {
                    let json: JSONValue = ["rule": view.json(ruling.row), "published": .bool(command.publish)]
                    Terminal.line(json.canonicalText)
                } else {
                    Terminal.line(view.line(ruling.row))
                    view.show(simulation)
                    Terminal.line(
                        command.publish
                            ? localized("已写入派单目录", "written into the directory")
                            : localized("未写入；加 --publish 写入", "not written; --publish writes it")
                    )
                }
            }
        }

        private func ruling(
            _ dossier: Dossier,
            _ ground: Workflow.Unit?,
            _ configuration: DistrictConfiguration
        ) throws -> Ruling {
            do {
                return try Ruling(dossier, place: ground, configuration)
            } catch let fault as Ruling.Fault {
                switch fault {
                case .notRuled:
                    throw Complaint(
                        "not_ruled",
                        zh: "工单 \(number) 没有裁定过由谁主办",
                        en: "nobody has ruled who leads \(number)",
                        exit: ExitCodes.refused
                    )
                case .notMeant:
                    throw Complaint(
                        "ruling_not_for_directory",
                        zh: "裁定时没有要求写入派单目录（写入派单目录=是）",
                        en: "the arbiter did not want it in the directory (into_directory=yes)",
                        exit: ExitCodes.refused
                    )
                case .elsewhere(let unit):
                    throw Complaint(
                        "ruling_elsewhere",
                        zh: "工单的地点不在“\(configuration.unitName(unit))”",
                        en: "the ticket's place is not on the ground of “\(configuration.unitName(unit))”",
                        exit: ExitCodes.refused
                    )
                }
            }
        }
    }

    /// `whistle directory revoke`.
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: localized("撤掉由裁定写成的规则", "Take a rule that came of a ruling away again.")
        )

        @Argument(
            help: ArgumentHelp(localized("规则编号，如 ruling/20261121-000123", "the rule, such as ruling/20261121-000123"))
        )
        var rule: String
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let rule = rule
            try await database.withDistrict { engine, configuration in
                guard try await engine.revoke(rule: rule, in: configuration.id) else {
                    throw Complaint(
                        "unknown_ruling",
                        zh: "没有由裁定写成的规则“\(rule)”",
                        en: "no rule “\(rule)” came of a ruling",
                        exit: ExitCodes.refused
                    )
                }
                Terminal.line(localized("已撤掉 \(rule)", "\(rule) is gone"))
            }
        }
    }
}
