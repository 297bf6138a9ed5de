import TestSupport
import Testing
import Workflow

/// Random damage to the document of a definition: it is refused, or found, or it works; it never stops the process.
@Suite struct MutationTests {
    @Test(arguments: PropertyRuns.seeds(0...39)) func `a damaged definition is refused, or does no harm`(seed: Int)
        throws
    {
        var random = Seeded(UInt64(seed))
        let original = try Document.issue
        let parts = original.parts
        for _ in 0..<25 {
            var document = original
            for _ in 0...Int.random(in: 0...2, using: &random) {
                document = document.damaged(with: parts, using: &random)
            }
            let definition: WorkflowDefinition
            do throws(Problems) {
                definition = try WorkflowDefinition(document: document)
            } catch {
                #expect(!error.all.isEmpty && error.all.allSatisfy { !$0.code.isEmpty && !$0.message.zh.isEmpty })
                continue
            }
            _ = definition.mermaid()
            _ = definition.graphviz(.en)
            try live(by: definition, random.next())
        }
    }

    private func live(by definition: WorkflowDefinition, _ seed: UInt64) throws {
        let isProved = definition.problems().isEmpty
        let machine = Machine(definition: definition, version: 1)
        var lives = try RandomLives(seed: seed, world: World(machine: machine))
        do {
            try lives.live(tries: 30)
        } catch is Refusal {
            // A timer was refused, or filing was: no more than that.
        }
        guard let ticket = lives.ticket else { return }
        #expect(try Ticket.fold(lives.events)?.state == lives.events.compactMap(\.entered).last ?? "none")
        guard isProved else { return }
        #expect((ticket.responsible == nil) == ticket.isFinal)
        #expect(ticket.isFinal == ticket.clocks.isEmpty, "\(ticket.state)")
        #expect(definition.states[ticket.state] != nil)
    }
}

extension Event {
    fileprivate var entered: StateName? {
        for case .entered(let state, _) in outcomes.reversed() { return state }
        return nil
    }
}

extension JSONValue {
    /// Every value within, itself too.
    var parts: [JSONValue] {
        switch self {
        case .null, .bool, .int, .string: [self]
        case .array(let values): [self] + values.flatMap(\.parts)
        case .object(let members): [self] + members.sorted { $0.key < $1.key }.flatMap(\.value.parts)
        }
    }

    /// A copy with one value replaced, removed, moved or renamed, somewhere within.
    func damaged(with parts: [JSONValue], using random: inout Seeded) -> JSONValue {
        let isHere = Int.random(in: 0...3, using: &random) == 0
        switch self {
        case .array(var values) where !values.isEmpty && !isHere:
            let index = Int.random(in: values.indices, using: &random)
            values[index] = values[index].damaged(with: parts, using: &random)
            if Int.random(in: 0...9, using: &random) == 0 { values.remove(at: index) }
            return .array(values)
        case .object(var members) where !members.isEmpty && !isHere:
            let keys = members.keys.sorted()
            let key = keys[Int.random(in: keys.indices, using: &random)]
            let value = members[key]?.damaged(with: parts, using: &random)
            switch Int.random(in: 0...9, using: &random) {
            case 0: members[key] = nil
            case 1:
                members[key] = nil
                members[keys[Int.random(in: keys.indices, using: &random)]] = value
            default: members[key] = value
            }
            return .object(members)
        case .null, .bool, .int, .string, .array, .object:
            let odd: [JSONValue] = [.null, true, false, 0, -1, .int(.min), .int(.max), "", "0", "\0", [], [:]]
            return (Bool.random(using: &random) ? parts : odd).randomElement(using: &random) ?? .null
        }
    }
}
