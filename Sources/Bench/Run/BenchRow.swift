package import Workflow

/// A row of the table: what is measured, against what, and what it must reach.
package enum BenchRow: String, Sendable, CaseIterable {
    /// The client alone: 64 callers on 2 pipelined connections beside pgbench with 64.
    case client
    /// Filings a second.
    case file
    /// Acts a second on random tickets.
    case act
    /// How long one act takes where nobody else acts.
    case act1 = "act-1"
    /// Decisions a second, without a database.
    case decide
    /// Deadlines a second, without a database.
    case deadline

    /// What it is called in the table.
    package var title: Bilingual {
        switch self {
        case .client: Bilingual(zh: "客户端：SELECT，64 个调用者，2 条连接", en: "client: SELECT, 64 callers, 2 connections")
        case .file: Bilingual(zh: "上报", en: "filings")
        case .act: Bilingual(zh: "签收、反馈、核查", en: "signed, submitted, verified")
        case .act1: Bilingual(zh: "单个调用者的一步（中位数）", en: "one act by a single caller (median)")
        case .decide: Bilingual(zh: "判定（纯函数）", en: "decisions (pure)")
        case .deadline: Bilingual(zh: "期限（纯函数）", en: "deadlines (pure)")
        }
    }

    /// What the figures count.
    package var unit: String {
        switch self {
        case .client, .file, .act, .decide, .deadline: "/s"
        case .act1: "µs"
        }
    }

    /// What it must reach.
    package var bar: Bar {
        switch self {
        case .client: Bar(goal: 1.3)
        case .file: Bar(goal: 4, aim: 6)
        case .act: Bar(goal: 3, aim: 5)
        case .act1: Bar(goal: 2.5, aim: 1.8, isCeiling: true)
        case .decide: Bar(goal: 500_000)
        case .deadline: Bar(goal: 2_000_000)
        }
    }
}

/// What a figure must reach, or must not pass.
package struct Bar: Sendable, Hashable {
    /// Must be reached.
    package let goal: Double
    /// What is hoped for.
    package let aim: Double?
    /// Whether less is better.
    package let isCeiling: Bool

    init(goal: Double, aim: Double? = nil, isCeiling: Bool = false) {
        self.goal = goal
        self.aim = aim
        self.isCeiling = isCeiling
    }

    /// Whether a figure is good enough.
    package func isReached(by value: Double) -> Bool { isCeiling ? value <= goal : value >= goal }
}
