import Synchronization

/// What a page has asked already, for as long as its request lasts.
final class AskedOnce: Sendable {
    private let answers = Mutex<[String: AskedAnswer]>([:])

    /// The answer to a question; it is asked where it was not before.
    func answer(_ id: String, _ ask: () async throws -> AskedAnswer) async throws -> AskedAnswer {
        if let known = answers.withLock({ $0[id] }) { return known }
        let answer = try await ask()
        answers.withLock { $0[id] = answer }
        return answer
    }
}
