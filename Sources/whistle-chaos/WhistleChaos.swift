import ArgumentParser

/// The program that breaks things: not shipped.
@main
struct WhistleChaos: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whistle-chaos",
        abstract: "Faults on purpose: what happens to the engine when everything around it fails.",
        subcommands: [RunCommand.self, CallerCommand.self, CheckCommand.self]
    )
}
