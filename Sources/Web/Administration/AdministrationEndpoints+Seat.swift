import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AdministrationEndpoints {
    static let seat = Endpoint(
        .get,
        "/api/v1/administration",
        id: "readAdministration",
        tag: .administration,
        summary: Bilingual(
            zh: "我管什么：系统、安全、审计各自的辖区；都为 null 则不是管理员",
            en: "What I administer: the part of the system, of security, of audit; all null: nothing"
        ),
        access: .scope(.administration),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "辖区", en: "the parts"),
                body: .object(Keeper.allCases.map { .init($0.rawValue, part.orNull) }).called("Administration")
            )
        ]
    ) { call in
        var parts = JSONObject()
        for keeper in Keeper.allCases { parts[keeper.rawValue] = try await call.json(of: keeper) }
        return call.json(.object(parts))
    }

    private static let part = Shape.object([
        .init(
            "units",
            .list(MatterShapes.unit, max: 10_000).noted(zh: "这些单位及其下级", en: "these units and all below them")
        ),
        .init("is_whole", Shape.flag.noted(zh: "是否全区", en: "whether that is the whole district")),
    ]).called("AdministrationPart")
}

/// 三员: who keeps what of a system; the raw value is what it is called in JSON.
private enum Keeper: String, CaseIterable {
    /// Its configuration.
    case system
    /// Who comes in.
    case security
    /// What was looked at and done.
    case audit

    var role: RoleName {
        switch self {
        case .system: "system_administrator"
        case .security: "security_administrator"
        case .audit: "audit_administrator"
        }
    }
}

extension Call {
    fileprivate func json(of keeper: Keeper) async throws -> JSONValue {
        let part = try await part(of: [keeper.role])
        guard part.reachesOthers else { return .null }
        let territory = configuration.territory
        let roots = part.units.filter { unit in !part.units.contains { territory.isAbove($0, of: unit) } }
        let units = roots.compactMap { territory[$0] }.sorted { $0.code < $1.code }
        return ["units": .array(units.map { configuration.json($0.id) }), "is_whole": .bool(part.isWhole)]
    }
}
