import Dispatcher
import Workflow

/// What becomes of running matters when what they stand on is changed: told in numbers, and taken by portions.
enum AdjustedMatters {
    /// The matters that are taken at once.
    static let portion = [
        Parameter(
            "at_most",
            in: .query,
            .integer(1...100_000),
            zh: "这一次至多办多少件；不填则全部",
            en: "how many matters are taken at once; all if not given"
        ),
        Parameter(
            "after",
            in: .query,
            .integer(0...Int64.max),
            zh: "接着上一次：其答复中的 last",
            en: "goes on behind the portion before: its `last`"
        ),
    ]

    /// The sums.
    static let shape = Shape.object([
        .init("dry_run", .flag), .init("tickets", count), .init("moved", count), .init("unchanged", count),
        .init("messages", count), .init("people_told", count),
        .init("left", count.noted(zh: "这一次之后还没看的件数", en: "how many are left to look at behind this portion")),
        .init(
            "last",
            Shape.integer(0...Int64.max).orNull.noted(
                zh: "接着办时的 after；null：都看过了",
                en: "`after` of the next; null: none is left"
            )
        ),
        .init("cannot", Shape.map(count, max: 1_000).noted(zh: "不能变的件数，按原因代码", en: "how many cannot, by code")),
        .init(
            "reasons",
            Shape.map(.words(max: 2_000), max: 1_000).noted(zh: "各代码中头一件的原因", en: "of each code, why the first cannot")
        ),
        .init(
            "states",
            Shape.map(.object([.init("moved", count), .init("cannot", count)]), max: 1_000)
                .noted(zh: "原先在各状态的件数", en: "how many were in each state")
        ),
        .init(
            "clocks",
            .map(
                .object(
                    ["earlier", "later", "otherwise", "final_now", "given_back", "started", "stopped"].map {
                        .init($0, count)
                    }
                ),
                max: 1_000
            )
        ),
    ]).called("AdjustedMatters")

    private static let count = Shape.integer(0...1_000_000_000)
}

extension AdjustmentReport {
    /// The sums, with words on what cannot move.
    func json(_ language: Language) -> JSONValue {
        let reasons = reasons.map { ($0.key, JSONValue.string($0.value(language))) }
        return .object(
            (json.object ?? [:]).merging(["reasons": .object(JSONObject(reasons, uniquingKeysWith: { $1 }))]) { $1 }
        )
    }
}

extension Call {
    /// The matters that are taken at once.
    var portion: SweepPortion {
        SweepPortion(after: values["after"]?.int.map { TicketID($0) }, atMost: number("at_most"))
    }
}
