import Dispatcher
import PGStore
import Workflow

extension MatterView {
    /// What they may do now, by the code that decides; where they see all of it, with what each judges and puts off.
    var actions: JSONValue {
        guard let machine = configuration.machine(ticket.definition) else { return [] }
        let context = configuration.context(at: now)
        let names = machine.available(to: party, on: ticket, in: context)
        let events = telling.dossier.events.map(\.event)
        let view = ActionView(definition: machine.definition, language: language)
        return .array(
            names.compactMap { name in
                let json = view.json(name) { machine.choices(of: $0, in: name, by: party, on: ticket, in: context) }
                guard sight == .full, var members = json?.object else { return json }
                let judged = machine.definition.judged(
                    by: name,
                    in: ticket.state,
                    after: events
                )
                members["judges"] = judged.map { .int(Int64($0.seq)) } ?? .null
                members["answers"] =
                    machine.definition.actions[name]?.answeredClock.map { clock in
                        titled(clock.text, telling.title(of: clock))
                    } ?? .null
                members["puts_off"] = .array(
                    machine.puttingOff(by: name, on: ticket, in: context).map { clock, due in
                        [
                            "clock": titled(clock.text, telling.title(of: clock)), "due_at": .string(due.description),
                            "counts": .orNull(ticket.clocks[clock]?.measure.rawValue),
                        ]
                    }
                )
                return .object(members)
            }
        )
    }
}

extension TicketTelling {
    /// What became of a value that was only asked for, by name; nil: it holds.
    func askedFor(_ field: FieldName) -> String? {
        switch definition?.askedFor(field, after: dossier.events.map(\.event)) {
        case .pending: "pending"
        case .notGranted: "not_granted"
        case nil: nil
        }
    }
}
