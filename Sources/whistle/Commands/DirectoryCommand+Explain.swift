import ArgumentParser
import Dispatcher
import PGStore
import Workflow

extension DirectoryCommand {
    /// `whistle directory explain`.
    struct Explain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: localized(
                "说明某类别在某地方适用哪条规则，哪些差一点适用",
                "Say which rule counts for a category at a place, and which nearly did."
            ),
            discussion: localized(
                "示例：whistle directory explain 市容环卫/店外经营 竹影社区",
                "Example: whistle directory explain 市容环卫/店外经营 竹影社区"
            )
        )

        @Argument(help: ArgumentHelp(localized("类别", "category"), valueName: "category")) var category: String
        @Argument(help: ArgumentHelp(localized("地点（编码或名称）", "a place (code or name)"), valueName: "place"))
        var place: String
        @Flag(help: ArgumentHelp(localized("JSON", "JSON"))) var json = false
        @OptionGroup var database: DatabaseOptions

        func run() async throws {
            let command = self
            try await database.withDistrict { _, configuration in try command.explain(configuration) }
        }

        private func explain(_ configuration: DistrictConfiguration) throws {
            let unit = try configuration.required(unit: place)
            let explanation = configuration.explain(category: category, place: unit.id)
            if json {
                Terminal.line(DirectoryView(configuration).json(explanation).canonicalText)
            } else {
                if !configuration.directory.categories.contains(category) {
                    Terminal.note(
                        localized(
                            "目录中没有类别“\(category)”，不能上报",
                            "the directory has no category “\(category)”: none can be filed"
                        )
                    )
                }
                Terminal.line(Language.current == .zh ? explanation.chinese : explanation.english)
            }
            guard explanation.rule != nil else { throw ExitCodes.findings }
        }
    }
}
