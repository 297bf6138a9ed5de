import Dispatcher
import HTTPTypes
import PGStore
import Web
import Workflow

/// Categories as tiles: those of late first, then the main groups, each of which opens what lies below it.
struct CategoryTiles {
    /// What stands for “I do not know” in a resident's form.
    static let unsure = "-"

    private let recents: [String]
    private let all: [String]
    private let chosen: String?

    /// Of the categories that a matter can bear.
    ///
    /// - Parameters:
    ///   - all: the categories.
    ///   - recents: those used of late, which stand on top.
    ///   - chosen: the one that is chosen; nil: none.
    init(_ all: [String], recents: [String] = [], chosen: String?) {
        self.all = all
        self.recents = recents
        self.chosen = chosen
    }

    /// What the template takes.
    var members: JSONObject {
        let groups = Dictionary(grouping: all) { String($0.split(separator: "/").first ?? "") }
        let (one, several) = (groups.filter { $0.value.count == 1 }, groups.filter { $0.value.count > 1 })
        let singles = one.values.flatMap(\.self).sorted()
        let tops = several.keys.sorted()
        return [
            "tiles": .array(recents.enumerated().map { tile($1, "r\($0)", above: true) }),
            "has_tiles": .bool(!recents.isEmpty),
            "singles": .array(singles.enumerated().map { tile($1, "s\($0)", above: true) }),
            "has_singles": .bool(!singles.isEmpty),
            "groups": .array(tops.enumerated().map { group($1, several[$1] ?? [], "g\($0)") }),
            "has_groups": .bool(!tops.isEmpty),
        ]
    }

    private func group(_ name: String, _ categories: [String], _ id: String) -> JSONValue {
        // What is nothing of what stands there bears the group's own name, and stands last.
        let below = categories.filter { $0 != name }.sorted() + categories.filter { $0 == name }
        let isHere = chosen.map { below.contains($0) && !recents.contains($0) } ?? false
        let title = isHere ? chosen.map { $0 == name ? $0 : String($0.dropFirst(name.count + 1)) } : nil
        return [
            "title": .string(name), "is_open": .bool(isHere), "chosen": .string(title ?? ""),
            "tiles": .array(below.enumerated().map { tile($1, "\(id)-\($0)", isAll: $1 == name) }),
        ]
    }

    private func tile(_ name: String, _ id: String, above: Bool = false, isAll: Bool = false) -> JSONValue {
        let parts = name.split(separator: "/").map(String.init)
        // A category that was used of late also stands in its group: chosen, it is shown chosen once.
        let isChosen = name == chosen && (id.hasPrefix("r") || !recents.contains(name))
        return [
            "id": .string("category-\(id)"), "name": .string(name), "is_rest": .bool(isAll),
            "title": .string(above ? parts.last ?? name : parts.dropFirst().joined(separator: " › ")),
            "above": .string(above ? parts.dropLast().joined(separator: " › ") : ""), "is_chosen": .bool(isChosen),
        ]
    }
}

extension Call {
    /// The category that a resident means, who perhaps does not know.
    ///
    /// Then it is the one of which they use the words, else the one for whatever has no other: the desk corrects it.
    /// - Throws: `Fault` where neither is to be found.
    func ownCategory() async throws -> String {
        let typed = text("category") ?? ""
        guard typed == CategoryTiles.unsure else { return typed }
        if let said = try await reading(of: text("text") ?? "").category { return said }
        let rest = configuration.directory.categories
        guard let other = ["其他", "其它"].first(where: rest.contains) else { throw Fault.categoryUnclear }
        return other
    }
}

extension Fault {
    fileprivate static let categoryUnclear = Fault(
        .unprocessableContent,
        "category_unclear",
        zh: "没有认出是哪一类：请选一个最接近的，工作人员会更正",
        en: "the kind could not be told: choose the nearest one, staff will correct it"
    )
}
