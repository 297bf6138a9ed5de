import Dispatcher
import PGStore
import Workflow

/// A reorganisation of units as people and programs read it.
struct ReorganisationView {
    private let configuration: DistrictConfiguration

    init(_ configuration: DistrictConfiguration) {
        self.configuration = configuration
    }

    /// Units before and after, posts, rules and pairs that name a closed one.
    func lines(_ report: ReorganisationReport) -> [String] {
        var lines = report.changes.map { line($0, report) }
        lines += report.posts.map { post in
            let to = post.to?.name ?? localized("（无人承接）", "(nobody follows)")
            return localized("岗位 ", "post ") + "\(post.account) \(post.role): \(post.from.name) → \(to)"
        }
        lines += report.rules.map { rule in
            localized("目录规则 ", "rule ") + "\(rule.id): \(rule.units.joined(separator: ", "))"
        }
        lines += report.pairs.map { localized("结对 ", "pair ") + "\($0.name)（\($0.code)）" }
        if report.isKnown {
            lines.append(
                localized(
                    "这个方案以前办过：单位没有变，只移交还没跟上的",
                    "this plan was carried out before: no unit changes, and only matters still to follow move"
                )
            )
        }
        guard !report.changes.isEmpty else { return lines }
        return lines + [
            localized(
                "派单目录的缺陷：现在 \(report.findings.before)，之后 \(report.findings.after)",
                "findings of the directory's check: \(report.findings.before) now, \(report.findings.after) after it"
            )
        ]
    }

    private func line(_ change: ReorganisedUnits.UnitChange, _ report: ReorganisationReport) -> String {
        let after = change.after
        let title = "\(after.code)  \(after.name)"
        guard let before = change.before else { return localized("新设  ", "new     ") + title }
        if let closing = after.closing, before.closing == nil {
            let heir = closing.successor.flatMap { name($0, report) } ?? localized("（无人承接）", "(nobody follows)")
            return localized("撤销  ", "closed  ") + "\(title) → \(heir)"
        }
        var parts: [String] = []
        if before.name != after.name { parts.append("\(before.name) → \(after.name)") }
        if before.parent != after.parent {
            let uppers = [before.parent, after.parent].map { $0.flatMap { name($0, report) } ?? "—" }
            parts.append(localized("上级 ", "under ") + "\(uppers[0]) → \(uppers[1])")
        }
        if before.pair != after.pair {
            let pairs = [before.pair, after.pair].map { $0.flatMap { name($0, report) } ?? "—" }
            parts.append(localized("结对 ", "paired ") + "\(pairs[0]) → \(pairs[1])")
        }
        return localized("变更  ", "changed ") + "\(title)  " + parts.joined(separator: localized("；", "; "))
    }

    private func name(_ id: UnitID, _ report: ReorganisationReport) -> String? {
        report.changes.first { $0.after.id == id }?.after.name ?? configuration.territory[id]?.name
    }

    /// The same in stable names.
    func json(_ report: ReorganisationReport) -> JSONObject { report.json(in: configuration) }
}
