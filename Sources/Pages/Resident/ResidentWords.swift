import Workflow

/// What states and acts are called at the residents' door: plainer than among staff, where the catalogues know a word.
struct ResidentWords {
    let kit: PageKit
    let language: Language

    /// A state; nil: as its title says.
    func state(_ name: String?) -> String? { name.flatMap { word("resident.state", $0) } }

    /// What a resident may do; nil: as its title says.
    func offer(_ act: String) -> String? { word("resident.offer", act) }

    /// A step of the story, with what was done in plain words.
    func event(_ event: JSONValue) -> JSONValue {
        var members = event.object ?? [:]
        if let what = event["act"]?.string.flatMap({ word("resident.step", $0) }) { members["what"] = .string(what) }
        return .object(members)
    }

    private func word(_ path: String, _ name: String) -> String? { kit.words.known("\(path).\(name)", language) }
}
