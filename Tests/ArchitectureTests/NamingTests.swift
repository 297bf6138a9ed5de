import Foundation
import Testing

/// A tree that reads as the architecture.
@Suite struct NamingTests {
    @Test func `no folder is named after nothing`() throws {
        let empty: Set = ["util", "utils", "helper", "helpers", "model", "models", "common", "misc"]
        for file in try Repository.files(in: "Sources") + Repository.files(in: "Tests") {
            let folders = file.path.lowercased().split(separator: "/").map(String.init)
            #expect(empty.isDisjoint(with: folders), "\(file.path)")
        }
    }

    @Test func `no type is named like its module or like what the standard library has`() throws {
        let taken: Set<Substring> = ["Actor", "Clock", "Duration", "Error", "Result", "Task"]
        for file in try Repository.files(in: "Sources") {
            let module = file.path.split(separator: "/")[1]
            for (index, line) in file.lines(with: ["struct ", "class ", "enum ", "actor ", "protocol ", "typealias "]) {
                // Nested ones are named by their type.
                let declared = line.firstMatch(of: /^(\w+ )*(struct|class|enum|actor|protocol|typealias) (\w+)/)
                guard let name = declared?.3 else { continue }
                #expect(name != module && !taken.contains(name), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `only the one reusable library is public`() throws {
        for file in try Repository.files(in: "Sources") where !file.path.hasPrefix("Sources/Workflow/") {
            for (index, line) in file.lines(with: ["public "]) {
                #expect(!line.contains(/^\s*public\s/), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func `tests are Swift Testing's, named by their claim`() throws {
        for file in try Repository.files(in: "Tests") {
            #expect(!file.imports.contains("XCTest"), "\(file.path)")
            for (index, line) in file.lines(with: ["func test"]) {
                #expect(!line.contains(/func test[A-Z]/), "\(file.path):\(index + 1)")
            }
        }
    }
}
