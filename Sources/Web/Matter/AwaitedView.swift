import Dispatcher
import PGStore
import Workflow

/// Who has to do something next with a matter, and until when, where that is not who answers for it.
struct AwaitedView {
    let json: JSONValue

    /// Of a matter; nil: it waits for nobody but who answers for it.
    init?(_ matter: some MatterColumns, _ configuration: DistrictConfiguration, _ language: Language) {
        guard
            let rules = configuration.machine(matter.definition)?.definition,
            let awaited = rules.awaited(
                in: matter.state,
                desk: matter.desk,
                responsible: matter.responsible,
                helpers: matter.helpers,
                in: configuration.territory
            )
        else { return nil }
        let what: String =
            switch awaited.what {
            case .act(let act): rules.actions[act]?.title(language) ?? act.text
            case .decide: Bilingual(zh: "决定", en: "decide")(language)
            case .come: Bilingual(zh: "到场办理", en: "see to it on the spot")(language)
            }
        json = [
            "units": .array(awaited.units.map { configuration.json($0) }), "what": .string(what),
            "until": .orNull(awaited.clock.flatMap { matter.due(of: $0) }?.description),
        ]
    }

    /// Its shape.
    static let shape = Shape.object([
        .init("units", .list(MatterShapes.unit, max: 1_000)), .init("what", .words(max: 500)),
        .init("until", Shape.instant.orNull.noted(zh: "各有时限的为 null", en: "null where each has a time of their own")),
    ]).called("Awaited")
}
