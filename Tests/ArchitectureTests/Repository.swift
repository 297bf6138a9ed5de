import Foundation

/// The repository's own sources, as text.
enum Repository {
    /// The folder of `Package.swift`.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A Swift file.
    struct File {
        /// Its path from the root.
        let path: String
        /// Its lines.
        let lines: [String]

        /// Lines that hold one of these words, with their numbers from 0; comments are none.
        func lines(with words: [String]) -> [(number: Int, text: String)] {
            lines.enumerated().compactMap { number, line in
                guard words.contains(where: { line.range(of: $0) != nil }), !line.isComment else { return nil }
                return (number, line)
            }
        }

        /// The modules that it imports.
        var imports: [String] {
            lines.compactMap { line in
                guard line.range(of: "import ") != nil,
                    let match = line.firstMatch(of: /^\s*(?:@\w+\s+)*(?:[a-z]+\s+)?import\s+(?:[a-z]+\s+)?(\w+)/)
                else { return nil }
                return String(match.1)
            }
        }

        /// Functions and initialisers with their first lines, from 1, and lengths; swift-format has aligned their ends.
        var functions: [(line: Int, length: Int)] {
            lines.indices.compactMap { start in
                guard let head = lines[start].firstMatch(of: /^( *)([@\w()]+ )*(func\s|init[?(<])/),
                    !lines[start].hasSuffix("}")
                else { return nil }
                // A requirement of a protocol has no body: what comes first is the next declaration or the end of its type.
                let end = lines[start...].firstIndex { $0 == head.1 + "}" }
                return end.map { (start + 1, $0 - start + 1) }
            }
        }
    }

    /// The Swift files below a folder.
    static func files(in folder: String) throws -> [File] {
        let base = root.appending(path: folder)
        let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return try paths.sorted().filter { $0.hasSuffix(".swift") }.map { path in
            let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            return File(path: folder + "/" + path, lines: lines)
        }
    }
}

extension String {
    var isComment: Bool { trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
}

/// What `Package.swift` says of its targets, read as text.
struct Manifest {
    /// A target with its folder and the modules that it may import.
    struct Target {
        let name: String
        let folder: String
        let dependencies: Set<String>
    }

    let targets: [Target]

    /// Reads the manifest of this repository.
    init() throws {
        let text = try String(contentsOf: Repository.root.appending(path: "Package.swift"), encoding: .utf8)
        var products: [String: String] = [:]
        for match in text.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
            products[String(match.1)] = String(match.2)
        }
        let heads = text.matches(of: /\.(target|executableTarget|testTarget)\(\s*name: "([\w-]+)"/)
        targets = heads.enumerated().map { index, head in
            let end = index + 1 < heads.count ? heads[index + 1].range.lowerBound : text.endIndex
            let block = text[head.range.lowerBound..<end]
            let isTest = head.1 == "testTarget"
            let folder = block.firstMatch(of: /path: "([\w\/]+)"/).map { String($0.1) }
            return Target(
                name: String(head.2),
                folder: folder ?? (isTest ? "Tests/" : "Sources/") + head.2,
                dependencies: Self.dependencies(block, products)
            )
        }
    }

    private static func dependencies(_ block: Substring, _ products: [String: String]) -> Set<String> {
        guard let list = block.firstMatch(of: /dependencies: \[([^\]]*)\]/) else { return [] }
        return Set(
            list.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { !$0.isEmpty }
                .map { word in word.hasPrefix("\"") ? String(word.dropFirst().dropLast()) : products[word] ?? word }
        )
    }
}
