/// All series of one metric.
struct MetricFamily {
    let kind: Kind
    var series: [MetricLabels: any MetricSeries] = [:]

    /// Kinds that Prometheus knows.
    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    init(kind: Kind) {
        self.kind = kind
    }

    /// Its lines: what it means, of which kind it is, then each series.
    func text(_ name: String, help: String) -> String {
        let head = "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        return head + series.sorted { $0.key < $1.key }.map { $1.lines(name, $0) }.joined()
    }
}

/// One series of a metric.
protocol MetricSeries: AnyObject, Sendable {
    /// Its lines.
    func lines(_ name: String, _ labels: MetricLabels) -> String
}

/// What tells the series of a metric apart.
struct MetricLabels: Hashable, Comparable {
    private let pairs: String

    init(_ dimensions: [(String, String)]) {
        pairs = dimensions.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    }

    /// In braces, with one more pair where there is one; nothing where there is none at all.
    func text(_ more: String? = nil) -> String {
        let all = [pairs, more ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
        return all.isEmpty ? "" : "{\(all)}"
    }

    static func < (lhs: MetricLabels, rhs: MetricLabels) -> Bool { lhs.pairs < rhs.pairs }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
