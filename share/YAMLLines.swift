import Yams

/// On which lines of a YAML text its parts stand: for whoever is told what is wrong with one.
package struct YAMLLines: Sendable {
    private let lines: [String: Int]

    /// Looks through a text; one that is no YAML has no lines.
    package init(_ text: String) {
        var lines: [String: Int] = [:]
        if let node = try? Yams.compose(yaml: text) { Self.note(node, "", &lines, depth: 0) }
        self.lines = lines
    }

    /// The line of a part such as `providers.city.issuer` or `a[0]`, counted from 1: its own, or that of the nearest part
    /// around it that there is; nil: none is known.
    package subscript(path: String) -> Int? {
        var path = path[...]
        while true {
            if let line = lines[String(path)] { return line }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<cut]
        }
    }

    private static func note(_ node: Node, _ path: String, _ lines: inout [String: Int], depth: Int) {
        // As deep and as much as any file of ours could be.
        guard depth < 32, lines.count < 20_000 else { return }
        switch node {
        case .mapping(let mapping):
            for (key, member) in mapping {
                guard let name = key.scalar?.string else { continue }
                let inner = path.isEmpty ? name : "\(path).\(name)"
                lines[inner] = key.mark?.line
                note(member, inner, &lines, depth: depth + 1)
            }
        case .sequence(let sequence):
            for (index, element) in sequence.enumerated() {
                lines["\(path)[\(index)]"] = element.mark?.line
                note(element, "\(path)[\(index)]", &lines, depth: depth + 1)
            }
        case .scalar, .alias: break
        }
    }
}
