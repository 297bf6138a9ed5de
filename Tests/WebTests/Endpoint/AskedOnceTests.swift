import HTTPTypes
import Synchronization
import Testing
import Workflow

@testable import Web

/// What a page asks once, however often it wants it.
@Suite struct AskedOnceTests {
    @Test func `what was answered is not asked again, what failed is`() async throws {
        let asked = AskedOnce()
        let count = Mutex(0)
        func ask(_ id: String) async throws -> JSONValue {
            try await asked.answer(id) {
                let number = count.withLock { count -> Int in
                    count += 1
                    return count
                }
                guard number > 1 else { throw Fault.noSuchPath }
                return AskedAnswer(headers: [:], json: .int(Int64(number)), bytes: [])
            }.json
        }
        await #expect(throws: Fault.self) { _ = try await ask("readAdministration") }
        #expect(try await ask("readAdministration") == 2)
        #expect(try await ask("readAdministration") == 2)
        #expect(try await ask("listUnits") == 3)
        #expect(count.withLock { $0 } == 3)
    }
}
