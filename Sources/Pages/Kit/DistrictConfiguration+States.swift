import PGStore
import Workflow

extension DistrictConfiguration {
    /// What people call a state, of whichever definition: tasks have states of their own; its name where none knows it.
    func title(ofState name: String, _ language: Language) -> String {
        guard let state = StateName(name) else { return name }
        let rules = machines.sorted { ($0.key.name.text, $1.key.version) < ($1.key.name.text, $0.key.version) }
        return rules.lazy.compactMap { $0.value.definition.states[state]?.title(language) }.first ?? name
    }
}
