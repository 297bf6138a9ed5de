import Postgres
import Workflow

/// Conditions that were asked for, with their values: what is not asked for is not in the statement, so that the planner
/// sees what it has to plan.
struct Conditions {
    private var texts: [String] = []
    private var bindings: [(inout Query) -> Void] = []

    /// Begins with the district: it is `$1` everywhere.
    init(_ district: DistrictID) {
        add(district.rawValue) { "t.district_id = \($0)" }
    }

    /// All of them.
    var text: String { texts.joined(separator: " AND ") }

    mutating func add(_ text: String) {
        texts.append(text)
    }

    mutating func add<Value: PostgresEncodable>(_ value: Value, _ text: (String) -> String) {
        texts.append(text(bind(value)))
    }

    /// Binds a value; returns its place, as `$2`.
    mutating func bind<Value: PostgresEncodable>(_ value: Value) -> String {
        bindings.append { _ = $0.bind(value) }
        return "$\(bindings.count)"
    }

    /// Binds what another one binds, which began as this one.
    mutating func bind(as other: Conditions) { bindings = other.bindings }

    /// A statement with these values.
    func query(_ text: String) -> Query {
        var query = Query(unsafeSQL: text)
        for bind in bindings { bind(&query) }
        return query
    }
}
