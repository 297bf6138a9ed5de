package import PGStore
package import Workflow

extension AdjustmentReport {
    /// The sums in stable names.
    package var json: JSONValue {
        let clocks = clocks.map { name, count in
            let members: JSONValue = [
                "earlier": .int(Int64(count.earlier)), "later": .int(Int64(count.later)),
                "otherwise": .int(Int64(count.otherwise)), "final_now": .int(Int64(count.finalNow)),
                "given_back": .int(Int64(count.givenBack)), "started": .int(Int64(count.started)),
                "stopped": .int(Int64(count.stopped)),
            ]
            return (name.text, members)
        }
        let states = states.map { name, count in
            (name.text, ["moved": .int(Int64(count.moved)), "cannot": .int(Int64(count.cannot))] as JSONValue)
        }
        let refused = refused.map { ($0.key, JSONValue.int(Int64($0.value))) }
        return [
            "dry_run": .bool(isDryRun), "tickets": .int(Int64(tickets)),
            "moved": .int(Int64(moved)), "unchanged": .int(Int64(unchanged)),
            "left": .int(Int64(rest?.count ?? 0)), "last": rest.map { .int($0.after.rawValue) } ?? .null,
            "messages": .int(Int64(messages)), "people_told": .int(Int64(people)),
            "cannot": .object(JSONObject(refused, uniquingKeysWith: { $1 })),
            "states": .object(JSONObject(states, uniquingKeysWith: { $1 })),
            "clocks": .object(JSONObject(clocks, uniquingKeysWith: { $1 })),
        ]
    }
}

extension ReorganisationReport {
    /// What becomes of units, posts, rules and pairs, in stable names.
    ///
    /// - Parameter configuration: the district, for the names of units above.
    /// - Returns: the JSON, without the tickets.
    package func json(in configuration: DistrictConfiguration) -> JSONObject {
        [
            "units": .array(
                changes.map { ["before": json($0.before, configuration), "after": json($0.after, configuration)] }
            ),
            "posts": .array(
                posts.map { post in
                    [
                        "account": .string(post.account), "role": .string(post.role.text),
                        "from": .string(post.from.code), "to": post.to.map { .string($0.code) } ?? .null,
                    ]
                }
            ),
            "rules": .array(
                rules.map { ["rule": .string($0.id), "units": .array($0.units.map { .string($0) })] }
            ),
            "pairs": .array(pairs.map { .string($0.code) }),
            "findings": ["before": .int(Int64(findings.before)), "after": .int(Int64(findings.after))],
            "refused": .bool(isRefused), "known": .bool(isKnown),
        ]
    }

    private func json(_ unit: Workflow.Unit?, _ configuration: DistrictConfiguration) -> JSONValue {
        guard let unit else { return .null }
        let above = unit.parent.flatMap { code($0, configuration) }
        return [
            "code": .string(unit.code), "name": .string(unit.name), "kind": .string(unit.kind.text),
            "parent": above.map { .string($0) } ?? .null, "closed": .bool(unit.closing != nil),
            "successor": unit.closing?.successor.flatMap { code($0, configuration) }.map { .string($0) } ?? .null,
        ]
    }

    /// The code of a unit, which may be new itself.
    private func code(_ id: UnitID, _ configuration: DistrictConfiguration) -> String? {
        changes.first { $0.after.id == id }?.after.code ?? configuration.territory[id]?.code
    }
}
