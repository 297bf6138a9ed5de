import Foundation
import Workflow

/// The drawn plan: units as circles where they lie, moved apart so far that their names can be read.
///
/// It is what stands there without a script, and on paper: a picture of lines, its text as text.
struct MapPlan {
    /// How wide it is, in the units of its lengths; a telephone shows it one to one.
    static let width = 360.0
    /// How high it is.
    let height: Double
    /// The circles, in the order of the units.
    let nodes: [Node]

    /// A unit on it.
    struct Node {
        /// The middle of its circle.
        var x: Double
        var y: Double
        /// The circle's radius.
        let radius: Double
        /// Its name, in lines.
        let name: [String]

        fileprivate let width: Double
        fileprivate var height: Double { radius * 2 + Double(name.count) * MapPlan.line + 6 }
        /// The middle of circle and name together.
        fileprivate var middle: Double { y - radius + height / 2 }
    }

    /// A unit to be drawn.
    struct Place {
        let name: String
        let position: Position
        let open: Int64
    }

    private static let letter = 13.0
    private static let line = 15.0
    private static let (lowest, highest) = (150.0, 420.0)

    /// Lays out some units.
    init(_ places: [Place]) {
        guard let box = PositionBox(around: places.map(\.position)) else {
            (height, nodes) = (0, [])
            return
        }
        let middle = Double(box.southWest.latitude + box.northEast.latitude) / 2_000_000
        let squeeze = cos(middle * .pi / 180)
        let across = max(1, Double(box.northEast.longitude - box.southWest.longitude) * squeeze)
        let up = max(1, Double(box.northEast.latitude - box.southWest.latitude))
        let room = (width: Self.width - 100, height: Self.highest - 100)
        let scale = min(room.width / across, room.height / up)
        // A few that lie in a line take no more height than they need.
        let span = min(max(up * scale + 100, Self.lowest), Self.highest)
        var nodes = places.map { place in
            let east = Double(place.position.longitude - box.southWest.longitude) * squeeze - across / 2
            let north = Double(place.position.latitude - box.southWest.latitude) - up / 2
            return Self.node(place, Self.width / 2 + east * scale, span / 2 - north * scale)
        }
        Self.moveApart(&nodes)
        Self.settle(&nodes)
        let top = nodes.map { $0.y - $0.radius }.min() ?? 0
        for index in nodes.indices { nodes[index].y += 8 - top }
        height = ((nodes.map { $0.y - $0.radius + $0.height }.max() ?? 0) + 4).rounded(.up)
        self.nodes = nodes
    }

    private static func node(_ place: Place, _ x: Double, _ y: Double) -> Node {
        let name = lines(of: place.name)
        let radius = place.open == 0 ? 15 : min(26, 20 + Double("\(place.open)".count) * 1.5)
        let width = max(radius * 2, name.map(length).max() ?? 0) + 8
        return Node(x: x, y: y, radius: radius, name: name, width: width)
    }

    /// How long a text is: a letter of the alphabet is about half of a character.
    private static func length(_ text: String) -> Double {
        text.reduce(0) { $0 + ($1.isASCII ? 0.56 : 1) * letter }
    }

    /// A name in two lines at the most; what is longer is cut off.
    private static func lines(of name: String) -> [String] {
        let most = letter * 7.6
        var lines = [""]
        for character in name {
            if length(lines[lines.count - 1] + String(character)) > most {
                guard lines.count < 2 else {
                    lines[1] = lines[1].dropLast() + "…"
                    return lines
                }
                lines.append("")
            }
            lines[lines.count - 1].append(character)
        }
        return lines.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Pushes two that overlap apart, each by half, the shorter way; sideways as far as the picture goes, else up and down.
    private static func moveApart(_ nodes: inout [Node]) {
        for _ in 0..<300 {
            var hasMoved = false
            for first in nodes.indices {
                for second in nodes.indices.dropFirst(first + 1) {
                    hasMoved = push(&nodes, first, second) || hasMoved
                }
                let half = nodes[first].width / 2
                nodes[first].x = min(max(nodes[first].x, half), width - half)
            }
            if !hasMoved { return }
        }
    }

    /// Where pushing found no end: from the top down, each goes below what it still overlaps.
    private static func settle(_ nodes: inout [Node]) {
        var settled: [Int] = []
        for index in nodes.indices.sorted(by: { (nodes[$0].middle, $0) < (nodes[$1].middle, $1) }) {
            while let above = settled.first(where: { overlap(nodes[$0], nodes[index]) != nil }) {
                nodes[index].y += (overlap(nodes[above], nodes[index])?.down ?? 0) + 1
            }
            settled.append(index)
        }
    }

    /// By how much two overlap; nil: they do not.
    private static func overlap(_ a: Node, _ b: Node) -> (across: Double, down: Double)? {
        let across = (a.width + b.width) / 2 - abs(b.x - a.x)
        let down = (a.height + b.height) / 2 - abs(b.middle - a.middle)
        return across > 0.5 && down > 0.5 ? (across, down) : nil
    }

    private static func push(_ nodes: inout [Node], _ first: Int, _ second: Int) -> Bool {
        let (a, b) = (nodes[first], nodes[second])
        guard let (across, down) = overlap(a, b) else { return false }
        let (dx, dy) = (b.x - a.x, b.middle - a.middle)
        // At an edge sideways pushing ends nowhere: there they go up and down.
        let left = min(a.x - a.width / 2, b.x - b.width / 2)
        let right = max(a.x + a.width / 2, b.x + b.width / 2)
        let isAtEdge = left <= 1 || right >= width - 1
        if across < down, !isAtEdge {
            let step = (dx < 0 ? -across : across) / 2
            nodes[first].x -= step
            nodes[second].x += step
        } else {
            let step = (dy < 0 ? -down : down) / 2
            nodes[first].y -= step
            nodes[second].y += step
        }
        return true
    }
}

extension MapPlan {
    /// The plan as templates draw it.
    ///
    /// - Parameters:
    ///   - members: what they say of each circle besides, in the order of the units.
    ///   - areMore: whether there are units that are not drawn.
    /// - Returns: its size and its circles.
    func json(_ members: [JSONObject], areMore: Bool) -> JSONValue {
        let circles = zip(members, nodes).map { members, node -> JSONValue in
            let lines = node.name.enumerated().map { index, text -> JSONValue in
                let foot = node.y + node.radius + 14 + Double(index) * Self.line
                return ["text": .string(text), "text_y": Self.length(foot)]
            }
            let circle: JSONObject = [
                "x": Self.length(node.x), "y": Self.length(node.y), "radius": Self.length(node.radius),
                "lines": .array(lines),
            ]
            return .object(members.merging(circle) { $1 })
        }
        return [
            "width": .int(Int64(Self.width)), "height": .int(Int64(height)), "nodes": .array(circles),
            "are_more": .bool(areMore),
        ]
    }

    /// A length as templates write it.
    static func length(_ value: Double) -> JSONValue { .int(Int64(value.rounded())) }
}
