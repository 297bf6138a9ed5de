/// What followed from an event, as far as the checker looks at it.
enum OutcomeRow: Decodable {
    case entered(state: String, isFinal: Bool)
    case responsible(Int64?)
    case lead(Int64?)
    case desk(Int64)
    case filed(desk: Int64, lead: Int64?, parent: Int64?)
    case spawned(Int64)
    case childEnded(Int64)
    case handler(Int64)
    case started(String, ClockRow)
    case stopped(String)
    case paused(String, left: Int64)
    case resumed(String, ClockRow)
    case warned(String)
    case expired(String, next: ClockRow.Rung?)
    case climbed(String, next: ClockRow.Rung?)
    case other

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Entered: Decodable {
        let state: String
        let final: Bool?
    }

    private struct Filed: Decodable {
        let desk: Int64
        let lead: Int64?
        let parent: Int64?
    }

    private struct Other: Decodable {
        let ticket: Int64
    }

    private struct Mark: Decodable {
        let mark: String
        let person: Int64
    }

    private struct Left: Decodable {
        struct Time: Decodable {
            let microseconds: Int64
        }

        let clock: String
        let left: Time
    }

    private struct Next: Decodable {
        let clock: String
        let next: ClockRow.Rung?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        guard let key = container.allKeys.first else {
            self = .other
            return
        }
        func read<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try container.decode(type, forKey: key)
        }
        switch key.stringValue {
        case "entered":
            let entered: Entered = try read()
            self = .entered(state: entered.state, isFinal: entered.final ?? false)
        case "responsible": self = .responsible(try read(Int64?.self))
        case "lead": self = .lead(try read(Int64?.self))
        case "desk": self = .desk(try read())
        case "filed":
            let filed: Filed = try read()
            self = .filed(desk: filed.desk, lead: filed.lead, parent: filed.parent)
        case "spawned": self = .spawned(try read(Other.self).ticket)
        case "child_ended": self = .childEnded(try read(Other.self).ticket)
        case "remembered":
            let mark: Mark = try read()
            self = mark.mark == "handler" ? .handler(mark.person) : .other
        case "started", "resumed", "stopped", "paused", "warned", "expired", "climbed":
            self = try Self.clock(key.stringValue) { try container.decode($0, forKey: key) }
        default: self = .other
        }
    }

    private static func clock(_ key: String, _ read: (any Decodable.Type) throws -> any Decodable) throws -> OutcomeRow
    {
        func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            guard let value = try read(type) as? Value else { throw CheckError("a clock's outcome is none: \(key)") }
            return value
        }
        switch key {
        case "started":
            let clock: ClockRow = try value()
            return .started(clock.clock, clock)
        case "resumed":
            let clock: ClockRow = try value()
            return .resumed(clock.clock, clock)
        case "stopped": return .stopped(try value())
        case "paused":
            let left: Left = try value()
            return .paused(left.clock, left: left.left.microseconds)
        case "warned": return .warned(try value())
        case "expired", "climbed":
            let next: Next = try value()
            return key == "expired" ? .expired(next.clock, next: next.next) : .climbed(next.clock, next: next.next)
        default: return .other
        }
    }
}

/// Why the checker could not go on.
package struct CheckError: Error, CustomStringConvertible {
    /// What is wrong.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
