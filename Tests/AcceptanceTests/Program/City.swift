import Foundation
import TestSupport
import Testing

/// A workplace in which `whistle up` runs.
struct City: Sendable {
    /// Where.
    let workplace: Workplace
    /// The program.
    let up: RunningProgram

    /// What `up` says last.
    static let prompt = "the daemon runs; Ctrl-C stops all of it"

    /// How many matters the sample city has: 80 of matters.yaml, 13 of waiting.yaml, and the child of one whistle there.
    static let sampleMatters = 94

    /// Starts `whistle up` for the length of a closure, and stops it afterwards.
    static func with<Value: Sendable>(
        sample: Bool = true,
        named name: String = "work",
        _ body: (City) async throws -> Value
    ) async throws -> Value {
        try await Workplace.with(named: name) { workplace in
            try await with(sample: sample, in: workplace, body)
        }
    }

    /// The same in a workplace that is there.
    static func with<Value: Sendable>(
        sample: Bool = true,
        in workplace: Workplace,
        _ body: (City) async throws -> Value
    ) async throws -> Value {
        let up = try workplace.start(["up"] + (sample ? [] : ["--no-sample"]))
        let janitor = try Janitor(of: up, in: workplace)
        defer { janitor.dismiss() }
        do {
            try await up.says(prompt)
            let value = try await body(City(workplace: workplace, up: up))
            try await stop(up)
            return value
        } catch {
            try? await stop(up)
            throw error
        }
    }

    /// Stops a program in order, and at once where it does not listen.
    private static func stop(_ up: RunningProgram) async throws {
        up.send(SIGINT)
        defer { up.killIfRunning() }
        _ = try await up.end(within: .seconds(120))
    }

    /// Runs the program beside it.
    func whistle(_ arguments: String..., zh: Bool = false) async throws -> Outcome {
        try await workplace.run(arguments, zh: zh)
    }

    /// Runs the program beside it; all must go well.
    @discardableResult
    func expect(
        _ arguments: String...,
        zh: Bool = false,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let outcome = try await workplace.run(arguments, zh: zh)
        #expect(outcome.status == 0, "\(arguments): \(outcome)", sourceLocation: location)
        return outcome
    }

    /// The number of the matter that a filing names.
    func file(
        _ more: String...,
        text: String = "楼下垃圾三天没清",
        at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let words = ["file", "--as", "zhuyingdispatch1", "--place", "竹影社区", "--category", "市容环卫/垃圾清运", "--text", text]
        let filing = try await workplace.run(words + more)
        #expect(filing.status == 0, "\(filing)", sourceLocation: location)
        return String(try #require(filing.output.split(separator: " ").first, sourceLocation: location))
    }
}
