import Testing

/// Structure is the rule; where it is not, the line above says why.
@Suite struct ConcurrencyTests {
    private static let unchecked = [
        "Sources/Postgres/Reactor/", "Sources/Postgres/Connection/", "Sources/Workflow/Ticket/", "Sources/Web/Live/",
    ]

    @Test func `what the compiler cannot check stands in four folders only, each with its reason`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, _) in file.lines(with: ["@unchecked Sendable", "nonisolated(unsafe)"]) {
                #expect(Self.unchecked.contains { file.path.hasPrefix($0) }, "\(file.path):\(index + 1)")
                let above = file.lines[max(0, index - 4)...index]
                #expect(above.contains { $0.contains("// Safe because") }, "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `a task without a parent says why`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, line) in file.lines(with: ["Task"])
            where line.contains(/(^|[^\w.])Task(\.detached)?\s*(\(|\{)/) {
                #expect(index > 0 && file.lines[index - 1].isComment, "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `the connection is the only actor: it alone has an executor of its own`() throws {
        for file in try Repository.files(in: "Sources")
        where file.path != "Sources/Postgres/Connection/Connection.swift" {
            for (index, line) in file.lines(with: ["actor "]) {
                #expect(!line.contains(/^\s*(\w+ )*actor \w+/), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `no Mutex holds a closure by itself: each look would wrap it once more, for ever`() throws {
        for file in try Repository.files(in: "Sources") {
            for (index, line) in file.lines(with: ["Mutex<"]) {
                // In a type of its own, or as an element, it is stored as it is called.
                #expect(!line.contains(/Mutex<\(+@?.*->.*>/), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `state is kept behind a Mutex; a queue is for calls that block`() throws {
        let blocking = [
            "Sources/Postgres/Reactor/BlockingWork.swift", "Sources/Dispatcher/Delivery/FileSink.swift",
            "Sources/Dispatcher/Account/PasswordHasher.swift", "Sources/Media/Picture/PictureMaker.swift",
            "Sources/Dispatcher/Attachment/DiskWork.swift", "Sources/CityIdentity/LDAP/LDAPWork.swift",
        ]
        let queues = ["DispatchQueue", "DispatchSource"]
        let locks = ["NSLock", "NSRecursiveLock", "DispatchSemaphore", "pthread_mutex", "pthread_rwlock"]
        for file in try Repository.files(in: "Sources") {
            let words = blocking.contains(file.path) ? locks : locks + queues
            for (index, _) in file.lines(with: words) { Issue.record("\(file.path):\(index + 1)") }
        }
    }
}
