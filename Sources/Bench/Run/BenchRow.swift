package import Workflow

/// A row of the table: what is measured, against what, and what it must reach.
package enum BenchRow: String, Sendable, CaseIterable {
    /// The client alone: 64 callers on 2 pipelined connections beside pgbench with 64.
    case client
    /// Filings a second.
    case file
    /// Filings a second by HTTP.
    case http
    /// Acts a second on random tickets.
    case act
    /// How long one act takes where nobody else acts.
    case act1 = "act-1"
    /// Decisions a second, without a database.
    case decide
    /// Deadlines a second, without a database.
    case deadline
    /// Timers fired a second that were due at once.
    case fire
    /// How late timers fire that come due one after the other.
    case late
    /// How long an empty poll takes over dead rows that an open snapshot keeps.
    case poll
    /// Acts a second in a district that has run for years, beside a young one.
    case growth
    /// How long a page of a liaison's work list takes in a district that has run for years.
    case list
    /// What a daemon asks of the database while there is nothing to do.
    case idle
    /// Pages of work lists a second by HTTP, in a district that has run for years.
    case httpList = "http-list"
    /// How long a page of a work list takes to be made, in a district that has run for years.
    case page
    /// What the program takes of memory at its peak.
    case memory

    /// What it is called in the table.
    package var title: Bilingual {
        switch self {
        case .client: Bilingual(zh: "客户端：SELECT，64 个调用者，2 条连接", en: "client: SELECT, 64 callers, 2 connections")
        case .file: Bilingual(zh: "上报", en: "filings")
        case .http: Bilingual(zh: "HTTP 上报，64 连接", en: "filings by HTTP, 64 connections")
        case .httpList: Bilingual(zh: "HTTP 待办列表，64 连接", en: "work lists by HTTP, 64 connections")
        case .act: Bilingual(zh: "签收、反馈、核查", en: "signed, submitted, verified")
        case .act1: Bilingual(zh: "单个调用者的一步（中位数）", en: "one act by a single caller (median)")
        case .decide: Bilingual(zh: "判定（纯函数）", en: "decisions (pure)")
        case .deadline: Bilingual(zh: "期限（纯函数）", en: "deadlines (pure)")
        case .fire: Bilingual(zh: "同时到期的定时", en: "timers due at once")
        case .late: Bilingual(zh: "触发迟延 p99／提交 p99", en: "lateness, p99 / a commit, p99")
        case .poll: Bilingual(zh: "空查／失效行之上", en: "empty poll over dead rows / clean")
        case .growth: Bilingual(zh: "办理：大区／小区", en: "acts: a grown district / a young one")
        case .list: Bilingual(zh: "联络员待办，p99", en: "a page of a work list, p99")
        case .idle: Bilingual(zh: "空转语句，每区", en: "statements while idle, a district")
        case .page: Bilingual(zh: "工作清单页面，p99", en: "a page of a work list as HTML, p99")
        case .memory: Bilingual(zh: "内存峰值", en: "memory at its peak")
        }
    }

    /// What the figures count.
    package var unit: String {
        switch self {
        case .client, .file, .http, .act, .decide, .deadline, .fire, .growth, .httpList: "/s"
        case .act1, .poll: "µs"
        case .late, .list, .page: "ms"
        case .idle: "/min"
        case .memory: "MB"
        }
    }

    /// What it must reach.
    package var bar: Bar {
        switch self {
        case .client: Bar(goal: 1.3)
        case .file: Bar(goal: 4, aim: 6)
        case .http: Bar(goal: 1, aim: 1.3)
        case .httpList: Bar(goal: 4_000)
        case .act: Bar(goal: 3, aim: 5)
        case .act1: Bar(goal: 2.5, aim: 1.8, isCeiling: true)
        case .decide: Bar(goal: 500_000)
        case .deadline: Bar(goal: 2_000_000)
        case .fire: Bar(goal: 0.5)
        case .late: Bar(goal: 50, isCeiling: true, orRatio: 5)
        case .poll: Bar(goal: 3, isCeiling: true)
        case .growth: Bar(goal: 0.75, aim: 0.9)
        case .list: Bar(goal: 10, isCeiling: true)
        case .page: Bar(goal: 20, isCeiling: true)
        case .idle: Bar(goal: 4, isCeiling: true)
        case .memory: Bar(goal: 120, isCeiling: true)
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
    /// The goal is our figure's own, or this ratio to the other side's; nil: where there is another side, the goal is
    /// a ratio.
    package let orRatio: Double?

    init(goal: Double, aim: Double? = nil, isCeiling: Bool = false, orRatio: Double? = nil) {
        self.goal = goal
        self.aim = aim
        self.isCeiling = isCeiling
        self.orRatio = orRatio
    }

    /// Whether a figure is good enough.
    package func isReached(by value: Double) -> Bool { isCeiling ? value <= goal : value >= goal }
}
