import ChaosChecker
import Dispatcher
import PGStore
import Workflow

/// A noted command as a submission: the same note always makes the same one, in whatever process.
struct Errand {
    let command: NotedCommand

    /// What is sent; nil where the district has no such person, or a word is no name.
    func submission(_ configuration: DistrictConfiguration) -> Submission? {
        guard let party = configuration.people[command.account]?.party, let act = ActionName(command.act),
            let definition = DefinitionName(command.definition)
        else { return nil }
        var input: [FieldName: JSONValue] = [:]
        var texts: [FieldName: String] = [:]
        for (key, value) in command.values {
            guard let field = FieldName(String(key.dropFirst(2))) else { return nil }
            switch key.prefix(2) {
            case "i.": input[field] = Int64(value).map { .int($0) }
            case "s.": input[field] = .string(value)
            case "l.": input[field] = .array(value.split(separator: ",").compactMap { Int64($0).map { .int($0) } })
            case "t.": texts[field] = value == Self.poisonedByte ? "a\0b" : value
            default: return nil
            }
        }
        return Submission(
            district: configuration.id,
            target: command.ticket.map { .ticket(TicketID($0)) } ?? .filing(definition),
            act: act,
            by: party,
            input: input,
            texts: texts,
            key: .given(command.key),
            expectedSeq: command.expectedSeq.map { Int($0) }
        )
    }

    /// Stands for a text that no database takes.
    static let poisonedByte = "毒字节"
    /// What a constraint of the run refuses, so that a batch is split until whoever wrote it stands alone.
    static let poisonedWord = "毒词"
}
