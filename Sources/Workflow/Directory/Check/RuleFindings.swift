/// Findings on rules, put in the order of the document at the end.
struct RuleFindings {
    private var all: [(rule: Int, problem: Problem)] = []
    private var codes: [Int: Set<String>] = [:]

    mutating func add(_ problem: Problem, _ rule: Int) {
        all.append((rule, problem))
        codes[rule, default: []].insert(problem.code)
    }

    /// Whether a rule has such a finding already.
    func has(_ code: String, _ rule: Int) -> Bool { codes[rule]?.contains(code) == true }

    /// By rule; those of one rule in the order in which they were found.
    var inOrder: [Problem] {
        all.enumerated().sorted { ($0.element.rule, $0.offset) < ($1.element.rule, $1.offset) }.map(\.element.problem)
    }
}
