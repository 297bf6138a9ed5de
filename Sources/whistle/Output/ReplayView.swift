import Dispatcher
import Workflow

/// A replay's summary as a table.
struct ReplayView {
    let summary: ReplaySummary
    let district: String
    let took: Duration

    var lines: [String] {
        var lines = [header, row(localized("合计", "all"), summary.all), ""]
        lines += group(localized("部门", "department"), summary.departments)
        lines += group(localized("月份", "month"), summary.months)
        lines += comparisons
        if !summary.unusable.isEmpty {
            lines.append(
                localized("不能用的行：\(summary.unusable.count)", "rows that cannot be used: \(summary.unusable.count)")
            )
            lines += summary.unusable.prefix(20).map {
                localized(
                    "  第 \($0.line) 行 \($0.id)：\($0.reason.zh) [\($0.code)]",
                    "  line \($0.line) \($0.id): \($0.reason.en) [\($0.code)]"
                )
            }
        }
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        let (whole, tenth) = (Int(seconds), Int(seconds * 10) % 10)
        lines.append(
            localized(
                "区 \(district)，用时 \(whole).\(tenth) 秒；whistle verify --district \(district) 可核对",
                "district \(district), \(whole).\(tenth) s; check it with whistle verify --district \(district)"
            )
        )
        return lines
    }

    private static let width = 36

    private var header: String {
        "".padded(Self.width)
            + [
                localized("上报", "filed"), localized("按时", "in time"), localized("超时", "late"),
                localized("未答复", "never"), localized("标记", "flags"),
            ].map(Self.right).joined()
    }

    private func row(_ name: String, _ counts: ReplaySummary.Counts) -> String {
        name.cut(Self.width).padded(Self.width)
            + [counts.filed, counts.inTime, counts.late, counts.neverAnswered, counts.flags].map { Self.right("\($0)") }
            .joined()
    }

    private static func right(_ text: String) -> String {
        String(repeating: " ", count: max(1, 9 - text.columns)) + text
    }

    private func group(_ title: String, _ groups: [String: ReplaySummary.Counts]) -> [String] {
        [title] + groups.sorted { $0.key < $1.key }.map { row("  " + $0.key, $0.value) } + [""]
    }

    private var comparisons: [String] {
        var lines: [String] = []
        if summary.verdicts > 0 {
            let own = summary.disagreements.filter(\.isFilesOwn)
            let ours = summary.disagreements.count - own.count
            lines.append(
                localized(
                    "文件自带结论 \(summary.verdicts) 条：相同 \(summary.verdicts - summary.disagreements.count)，不同 \(ours)，文件自相矛盾 \(own.count)",
                    "the file's own verdicts, \(summary.verdicts): \(summary.verdicts - summary.disagreements.count) equal, \(ours) not, \(own.count) where the file contradicts itself"
                )
            )
            lines += summary.disagreements.prefix(20).map {
                localized(
                    "  第 \($0.line) 行 \($0.id)\($0.isFilesOwn ? "（自相矛盾）" : "")",
                    "  line \($0.line) \($0.id)\($0.isFilesOwn ? " (contradicts itself)" : "")"
                )
            }
        }
        if summary.deadlines.compared > 0 {
            lines.append(
                localized(
                    "文件自带到期 \(summary.deadlines.compared) 个：\(summary.deadlines.equal) 个分秒不差",
                    "the file's own deadlines, \(summary.deadlines.compared): \(summary.deadlines.equal) come out to the second"
                )
            )
        }
        return lines
    }
}
