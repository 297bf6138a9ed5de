package import Workflow

/// What a replay came to, read off the journal and not off the file.
package struct ReplaySummary: Sendable {
    /// Counts of one group of matters.
    package struct Counts: Hashable, Sendable {
        /// Matters filed.
        package var filed = 0
        /// Answered no later than due.
        package var inTime = 0
        /// Answered later.
        package var late = 0
        /// Not answered by the end of the file.
        package var neverAnswered = 0
        /// Expiries of the clock `whole`.
        package var flags = 0

        mutating func add(_ fate: ReplayFate) {
            filed += 1
            if !fate.isAnswered {
                neverAnswered += 1
            } else if fate.isFlagged {
                late += 1
            } else {
                inTime += 1
            }
            if fate.isFlagged { flags += 1 }
        }

        var json: JSONValue {
            [
                "filed": .int(Int64(filed)), "in_time": .int(Int64(inTime)), "late": .int(Int64(late)),
                "never_answered": .int(Int64(neverAnswered)), "flags": .int(Int64(flags)),
            ]
        }
    }

    /// A row of the file whose own verdict is not what the engine flagged.
    package struct Disagreement: Hashable, Sendable {
        /// The line in the file.
        package let line: Int
        /// The matter's id in the file.
        package let id: String
        /// Whether the file contradicts itself there: its verdict does not follow from its own times.
        package let isFilesOwn: Bool
    }

    /// All matters.
    package private(set) var all = Counts()
    /// By department.
    package private(set) var departments: [String: Counts] = [:]
    /// By month of filing, `2019-04`.
    package private(set) var months: [String: Counts] = [:]
    /// Rows that could not be used.
    package var unusable: [UnusableRow] = []
    /// Matters without a deadline in a file that brings deadlines.
    package private(set) var withoutDeadline = 0
    /// Verdicts of the file that were compared.
    package private(set) var verdicts = 0
    /// Verdicts that are not what the engine flagged.
    package private(set) var disagreements: [Disagreement] = []
    /// Deadlines of the file that came out to the second, by the directory's limits; with how many there were.
    package private(set) var deadlines: (equal: Int, compared: Int) = (0, 0)

    /// Adds a matter's fate.
    mutating func add(
        _ fate: ReplayFate,
        _ row: ReplayRow,
        department: String,
        month: String,
        fileDue: Instant?,
        end: Instant
    ) {
        all.add(fate)
        departments[department, default: Counts()].add(fate)
        months[month, default: Counts()].add(fate)
        if let verdict = row.verdict, row.due != nil {
            verdicts += 1
            if verdict != fate.isFlagged {
                let due = row.due ?? end
                let follows = (row.answeredAt ?? end) > due
                disagreements.append(Disagreement(line: row.line, id: row.id, isFilesOwn: follows != verdict))
            }
        }
        if let fileDue {
            deadlines.compared += 1
            if fileDue == fate.due { deadlines.equal += 1 }
        }
    }

    /// The same as JSON, in stable names.
    package var json: JSONValue {
        [
            "all": all.json, "by_department": .object(JSONObject(departments.map { ($0.key, $0.value.json) })),
            "by_month": .object(JSONObject(months.map { ($0.key, $0.value.json) })),
            "unusable": .array(
                unusable.map { ["line": .int(Int64($0.line)), "id": .string($0.id), "code": .string($0.code)] }
            ),
            "verdicts_compared": .int(Int64(verdicts)),
            "disagreements": .array(
                disagreements.map {
                    [
                        "line": .int(Int64($0.line)), "id": .string($0.id),
                        "file_contradicts_itself": .bool($0.isFilesOwn),
                    ]
                }
            ),
            "deadlines_compared": .int(Int64(deadlines.compared)), "deadlines_equal": .int(Int64(deadlines.equal)),
        ]
    }
}

/// What became of one matter, as its events tell.
struct ReplayFate: Sendable {
    var due: Instant?
    var isAnswered = false
    var isFlagged = false

    init(_ events: [Event]) {
        for event in events {
            if event.act == "submit_result" { isAnswered = true }
            for outcome in event.outcomes {
                switch outcome {
                case .started("whole", let countdown): due = countdown.due
                case .expired("whole", _): isFlagged = true
                default: break
                }
            }
        }
    }
}
