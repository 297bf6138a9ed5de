/// Thrown when something did not come true in time.
package struct NeverCame: Error, CustomStringConvertible {
    /// What was waited for.
    package let description: String
}

/// Waits until a condition holds.
///
/// - Parameters:
///   - what: what is waited for; shown when it never comes.
///   - timeout: when to give up; long, since a busy machine is no fault.
///   - condition: asked again and again.
/// - Throws: `NeverCame`, or what the condition throws.
package func eventually(
    _ what: String,
    within timeout: Duration = .seconds(60),
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + timeout
    while !(try await condition()) {
        guard ContinuousClock.now < end else { throw NeverCame(description: "never came: \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}
