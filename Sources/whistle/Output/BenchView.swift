import Bench
import Workflow

/// A measurement as a table.
struct BenchView {
    let report: BenchReport

    var lines: [String] {
        var lines = report.lines.isEmpty ? [] : [header]
        lines += report.lines.map(row)
        lines += details + writes + settings
        if let findings = report.findings {
            lines.append(
                localized(
                    "引擎写下的日志核对：\(findings) 处问题",
                    "the engine's journal was verified afterwards: \(findings) findings"
                )
            )
        }
        return lines
    }

    private static let width = 48

    private var header: String {
        "".padded(Self.width)
            + [
                localized("引擎", "whistle"), localized("手写", "by hand"), localized("比值", "ratio"),
                localized("最小", "min"), localized("最大", "max"), localized("标准", "bar"), "",
            ].map(Self.right).joined()
    }

    private func row(_ line: BenchReport.Line) -> String {
        let row = line.row
        let name = "\(row.rawValue)  \(row.title(.current))".cut(Self.width - 1).padded(Self.width)
        let isRatio = !line.theirs.isEmpty
        let (ours, theirs) = (Spread(line.ours), Spread(line.theirs))
        let judged = line.spread.map { [$0.median, $0.least, $0.most].map { isRatio ? Self.ratio($0) : "" } }
        let sign = row.bar.isCeiling ? "≤" : "≥"
        let own = row.bar.orRatio.map { Self.shown(row.bar.goal) + row.unit + "/" + Self.ratio($0) }
        let bar = sign + (own ?? (isRatio ? Self.ratio(row.bar.goal) : Self.shown(row.bar.goal)))
        let cells = [
            ours.map { Self.shown($0.median) + row.unit } ?? "",
            theirs.map { Self.shown($0.median) + row.unit } ?? "",
        ]
        return name + (cells + (judged ?? ["", "", ""]) + [bar, line.isReached ? "✓" : "✗"]).map(Self.right).joined()
    }

    private static func right(_ text: String) -> String {
        String(repeating: " ", count: max(1, 12 - text.columns)) + text
    }

    private static func figure(_ value: Double) -> String {
        let digits = String(Int(value.rounded()))
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        return grouped
    }

    /// Small figures with two digits behind the point.
    private static func shown(_ value: Double) -> String {
        value < 100 && value != value.rounded() ? decimal(value) : figure(value)
    }

    private static func ratio(_ value: Double) -> String { decimal(value) + "×" }

    /// Two digits behind the point.
    private static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = String(hundredths % 100)
        return "\(hundredths / 100)." + (rest.count == 1 ? "0" : "") + rest
    }
}

extension BenchView {
    // MARK: - Besides

    private var details: [String] {
        let lines = report.lines.filter { !$0.details.isEmpty }
        guard !lines.isEmpty else { return [] }
        return [""]
            + lines.flatMap { line in
                line.details.map { detail in
                    "  \(line.row.rawValue)".padded(12) + Self.right(Self.shown(detail.value) + detail.unit)
                        + "  \(detail.name(.current))"
                }
            }
    }
}

extension BenchView {
    // MARK: - What was written

    private var writes: [String] {
        let written = report.lines.filter { !$0.footprints.isEmpty }
        guard !written.isEmpty else { return [] }
        return [
            "",
            localized(
                "每一步写入（WAL 字节；CPU 微秒：服务器+客户端；行数：增+改+删）：",
                "Written a transition (bytes of WAL; µs of CPU: server + client; rows: added + changed + removed):"
            ),
        ]
            + written.flatMap { line in line.footprints.map { Self.footprint($0, of: line.row) } }
            + written.compactMap(Self.processor)
    }

    private static func footprint(_ footprint: Footprint, of row: BenchRow) -> String {
        let tables = footprint.tables.sorted { $0.key < $1.key }.map { name, tuples in
            let hot = tuples.updated > 0 ? "(HOT \(decimal(tuples.hot)))" : ""
            return "\(name) \(decimal(tuples.inserted))+\(decimal(tuples.updated))\(hot)+\(decimal(tuples.deleted))"
        }
        let side = footprint.side == .whistle ? localized("引擎", "whistle") : localized("手写", "by hand")
        return "  \(row.rawValue) \(side)".padded(18) + right("WAL \(figure(footprint.walBytes))")
            + right("CPU \(figure(footprint.serverCPU))+\(figure(footprint.clientCPU))") + "  "
            + tables.joined(separator: ", ")
    }

    private static func processor(_ line: BenchReport.Line) -> String? {
        line.processorRatio.map { ratio in
            localized(
                "  \(line.row.rawValue)：手写所用处理器时间是引擎的 \(Self.ratio(ratio))",
                "  \(line.row.rawValue): by hand takes \(Self.ratio(ratio)) the engine's processor time"
            )
        }
    }

    private var settings: [String] {
        guard !report.settings.isEmpty else { return [] }
        let words = report.settings.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        return [
            "",
            localized("PostgreSQL（两边相同）：\(words)", "PostgreSQL (the same for both): \(words)"),
        ]
            + (report.lines.contains { [.file, .http, .act, .act1].contains($0.row) }
                ? [localized("每个区 \(report.tickets) 件工单", "\(report.tickets) tickets in each district")] : [])
    }
}

extension BenchView {
    // MARK: - Progress

    static func words(_ progress: BenchProgress) -> String {
        switch progress {
        case .doing(let what): what(.current)
        case .starting: localized("启动 PostgreSQL", "starting PostgreSQL")
        case .loading(let tickets): localized("装入 \(tickets) 件工单", "loading \(tickets) tickets")
        case .loaded(let rate): localized("装入：每秒 \(figure(rate)) 件", "loaded: \(figure(rate)) tickets a second")
        case .warmUp(let row, let side, let value, let wal):
            localized("预热", "warm-up") + " \(row.rawValue) \(side.rawValue) \(figure(value))\(row.unit)"
                + (wal.map { " WAL \(figure($0))" } ?? "")
        case .round(let row, let round, let rounds, let ours, let theirs, let prints):
            "\(row.rawValue) \(round)/\(rounds): \(shown(ours)) / \(shown(theirs)) = \(ratio(ours / theirs))"
                + prints.map { "  CPU \(figure($0.serverCPU))+\(figure($0.clientCPU)) µs" }.joined()
        case .verifying: localized("核对日志", "verifying the journal")
        }
    }
}
