import Foundation
import Glibc
import Spawning
import Testing

/// A lock keeps others out for as long as it is held, and not for a moment longer.
@Suite struct FileLockTests {
    private static func withPath(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "whistle-lock-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func `who holds it alone is alone`() throws {
        try Self.withPath { path in
            let first = try FileLock(path)
            #expect(throws: FileLockFailure.held) { try FileLock(path) }
            #expect(throws: FileLockFailure.held) { try FileLock(path, .shared) }
            first.release()
            try FileLock(path).release()
        }
    }

    @Test func `who shares it keeps out only who wants it alone`() throws {
        try Self.withPath { path in
            let first = try FileLock(path, .shared)
            let second = try FileLock(path, .shared, waits: true)
            first.release()
            #expect(throws: FileLockFailure.held) { try FileLock(path) }
            second.release()
            try FileLock(path, waits: true).release()
        }
    }

    @Test func `who waits has it when it is given back`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "whistle-lock-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try FileLock(path)
        // A thread of its own: waiting blocks.
        let waited = DispatchQueue(label: "waits")
        let began = ContinuousClock.now
        async let second = withCheckedThrowingContinuation { (answer: CheckedContinuation<Duration, any Error>) in
            waited.async {
                answer.resume(
                    with: Result {
                        try FileLock(path, waits: true).release()
                        return ContinuousClock.now - began
                    }
                )
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        first.release()
        #expect(try await second >= .milliseconds(50))
    }

    @Test func `a child that is being started when it is given back does not keep it`() throws {
        try Self.withPath { path in
            // What the child has between its beginning and its program: the same open file under another number.
            var copy: Int32 = -1
            defer { close(copy) }
            let first = try FileLock(path)
            let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
            let held = numbers.first { number in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
                return target?.hasSuffix((path as NSString).lastPathComponent) == true
            }
            copy = dup(try #require(held))
            first.release()
            #expect(copy >= 0)
            try FileLock(path).release()
        }
    }

    @Test func `a child that lives on does not inherit it`() throws {
        try Self.withPath { path in
            let first = try FileLock(path)
            let child = try Spawn(["/bin/sleep", "30"], environment: [:]).start()
            defer {
                kill(child, SIGKILL)
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0, errno == EINTR {}
            }
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(child)/fd").compactMap { number in
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child)/fd/\(number)")
            }
            let name = (path as NSString).lastPathComponent
            #expect(!open.isEmpty && !open.contains { $0.hasSuffix(name) })
            first.release()
        }
    }

    @Test func `where no file can be, the system's reason is told`() {
        #expect(throws: FileLockFailure.file(errno: ENOENT)) { try FileLock("/nowhere/at/all") }
    }
}
