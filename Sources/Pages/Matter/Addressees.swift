import Dispatcher
import PGStore
import Web
import Workflow

extension MatterLook {
    /// To whom an order goes (批示、督办): the unit that holds the matter with the person responsible, and the heads who are told.
    ///
    /// - Parameters:
    ///   - name: the act.
    ///   - matter: the matter.
    /// - Returns: their names, each once; none: it is no order.
    func addressees(ofAct name: String, _ matter: JSONValue) -> [String] {
        guard let act = ActionName(name).flatMap({ rules(of: matter)?.actions[$0] }), act.isOrder else { return [] }
        var told: [String] = []
        for recipient in act.addressees {
            let unit: String? =
                switch recipient.relation {
                case .lead: matter["lead"]?["name"]?.string
                case .inside: matter["inside"]?["name"]?.string
                default: matter["responsible"]?["name"]?.string
                }
            guard let unit else { continue }
            let owner = recipient.relation == .responsible ? matter["owner"]?["name"]?.string : nil
            let whom = recipient.roles.isEmpty ? [owner].compactMap(\.self) : recipient.roles.map { role($0) }
            told.append(([unit] + (whom.isEmpty ? [] : [whom.joined(separator: comma)])).joined(separator: " · "))
        }
        return told.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The same as it stands in a form and on paper; nil: it is no order.
    func addressed(_ act: String, _ matter: JSONValue) -> String? {
        let told = addressees(ofAct: act, matter)
        return told.isEmpty ? nil : told.joined(separator: kit.words.text("waits.semicolon", language))
    }

    private func role(_ role: RoleName) -> String { configuration.peopleNames.role(role)(language) }
}
