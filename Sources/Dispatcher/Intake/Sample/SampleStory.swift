import Foundation
import PGStore
import Shipped
import Workflow

/// One matter of the sample city with what people did about it, as `matters.yaml` tells it.
struct SampleStory: Sendable {
    /// Its name in the file: the key under which it is filed once.
    let id: String
    /// The filing, then the acts, in the order of time.
    let steps: [Step]

    /// Something that somebody did.
    struct Step: Sendable {
        let at: WorkdayTime
        let account: String
        let act: ActionName
        /// Fields as the file gives them; units are codes.
        let fields: [FieldName: JSONValue]
    }

    /// So many working days before the day of loading, at a local time.
    struct WorkdayTime: Sendable, Hashable {
        let daysBefore: Int
        let time: TimeOfDay
    }

    /// Reads the file of stories.
    ///
    /// - Throws: `SampleCityError.badStory`.
    static func all(yaml text: String, filing: ActionName) throws -> [SampleStory] {
        guard let documents = try JSONValue(yaml: text).array else { throw SampleCityError.badStory("-", "no list") }
        return try documents.map { try SampleStory($0, filing: filing) }
    }

    private init(_ document: JSONValue, filing: ActionName) throws {
        guard let id = document["id"]?.string, let members = document.object else {
            throw SampleCityError.badStory("?", "no id")
        }
        self.id = id
        var fields = members
        for key in ["id", "by", "at", "acts"] { fields[key] = nil }
        var steps = [try Step(id, document, act: filing, fields: fields)]
        for act in document["acts"]?.array ?? [] {
            guard let name = act["act"]?.string.flatMap({ ActionName($0) }) else {
                throw SampleCityError.badStory(id, "an act without a name")
            }
            let input = act["input"]?.object ?? [:]
            let words = act["words"]?.object ?? [:]
            steps.append(try Step(id, act, act: name, fields: input.merging(words) { $1 }))
        }
        self.steps = steps
    }
}

extension SampleStory.Step {
    fileprivate init(_ story: String, _ document: JSONValue, act: ActionName, fields: JSONObject) throws {
        guard let at = document["at"]?.string.flatMap({ SampleStory.WorkdayTime($0) }),
            let account = document["by"]?.string
        else { throw SampleCityError.badStory(story, "\(act): by or at") }
        self.at = at
        self.account = account
        self.act = act
        var named: [FieldName: JSONValue] = [:]
        for (key, value) in fields {
            guard let name = FieldName(key) else { throw SampleCityError.badStory(story, "\(act): \(key)") }
            named[name] = value
        }
        self.fields = named
    }

    /// The act as the engine takes it.
    ///
    /// - Throws: `SampleCityError.badStory` for accounts, fields and units that the district does not know.
    func submission(
        _ story: String,
        number: Int,
        target: Submission.Target,
        at now: Instant,
        _ configuration: DistrictConfiguration,
        _ definition: WorkflowDefinition
    ) throws -> Submission {
        guard let party = configuration.party(named: account) else {
            throw SampleCityError.badStory(story, "\(act): \(account)")
        }
        var input: [FieldName: JSONValue] = [:]
        var texts: [FieldName: String] = [:]
        for (name, value) in fields {
            guard let field = definition.fields[name] else { throw SampleCityError.badStory(story, "\(act): \(name)") }
            switch field.form {
            case .words, .contact, .position: texts[name] = value.string ?? value.canonicalText
            case .unit:
                let unit = configuration.territory.unit(code: value.string ?? value.canonicalText)
                guard let unit else { throw SampleCityError.badStory(story, "\(act): \(name)") }
                input[name] = .int(unit.id.rawValue)
            case .units:
                let codes = (value.array ?? []).map { $0.string ?? $0.canonicalText }
                let units = codes.compactMap { configuration.territory.unit(code: $0) }
                guard units.count == codes.count else { throw SampleCityError.badStory(story, "\(act): \(name)") }
                input[name] = .array(units.map { .int($0.id.rawValue) })
            case .choice, .choices, .people, .flag, .number, .category, .instant, .limit, .ticket, .code:
                input[name] = value
            }
        }
        return Submission(
            district: configuration.id,
            target: target,
            act: act,
            by: party,
            input: input,
            texts: texts,
            key: .external(source: "sample", id: number == 0 ? story : "\(story)/\(number)"),
            givenNow: now
        )
    }
}

extension SampleStory.WorkdayTime {
    /// Reads `w-12 09:20`.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, parts[0].hasPrefix("w-"), let days = Int(parts[0].dropFirst(2)), days > 0,
            let time = TimeOfDay(String(parts[1]))
        else { return nil }
        self.init(daysBefore: days, time: time)
    }
}
