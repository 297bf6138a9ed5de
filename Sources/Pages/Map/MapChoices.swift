import Dispatcher
import PGStore
import Web
import Workflow

extension Call {
    /// What can be chosen of a map, and what is: as boxes of a form.
    func choices(of question: MapQuestion, _ answer: JSONValue, _ kit: PageKit) async throws -> JSONObject {
        func words(_ path: String) -> String { kit.words.text(path, language) }
        func box(_ name: String, _ title: String, _ options: [(value: String, title: String)]) -> JSONValue {
            let chosen = question[name]
            // What the address says stays chosen, also where it is no longer among the choices.
            let strange = chosen.flatMap { value in
                options.contains { $0.value == value } ? nil : [(value: value, title: self.title(of: name, value))]
            }
            return [
                "name": .string(name), "title": .string(words(title)),
                "all": .string(words(name == "kind" ? "map.by_itself" : "map.all")),
                "options": .array(
                    (options + (strange ?? [])).map { option in
                        [
                            "value": .string(option.value), "title": .string(option.title),
                            "is_chosen": .bool(option.value == chosen),
                        ]
                    }
                ),
            ]
        }
        let lamps = Lamp.allCases.reversed().map { (value: "\($0)", title: words("lamp.\($0)")) }
        let categories = configuration.directory.categories.filter { !$0.contains("/") }.sorted()
        let states = configuration.statesHandedIn.map { (value: $0.text, title: title(of: "state", $0.text)) }
        let answering = try await ask("listLamps").json["lamps"]?.array ?? []
        let kinds = answer["kinds"]?.array?.compactMap(\.string) ?? []
        return [
            "boxes": .array([
                box("lamp", "map.lamp", lamps), box("category", "map.category", categories.map { ($0, $0) }),
                box("responsible", "map.responsible", answering.compactMap(\.unitChoice)),
                box("state", "map.state", states),
                box("kind", "map.kind", kinds.map { (value: $0, title: kindTitle($0, kit)) }),
            ]),
            "mine": .bool(question["mine"] == "true"),
        ]
    }

    private func title(of name: String, _ value: String) -> String {
        switch name {
        case "responsible": return configuration.territory.unit(code: value)?.name ?? value
        case "state": return configuration.title(ofState: value, language)
        default: return value
        }
    }

    /// What people call a kind of unit; a city may have kinds of its own.
    private func kindTitle(_ kind: String, _ kit: PageKit) -> String {
        kit.words.all(language)["map"]?["kinds"]?[kind]?.string ?? kind
    }
}

extension JSONValue {
    /// A unit that answers for something, of what the API says of lamps.
    fileprivate var unitChoice: (value: String, title: String)? {
        guard let code = self["unit"]?["code"]?.string, let name = self["unit"]?["name"]?.string else { return nil }
        return (code, name)
    }
}
