import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Shipped
import Workflow

/// Plans that take running matters along: reorganising units, and moving to another version of a definition.
///
/// By the ways of the command line: tried first, carried out ticket by ticket, and finished by sending the same again. Whoever keeps
/// the system sees no matters, so what becomes of them is told in numbers.
enum PlanEndpoints {
    static let all = [reorganise, migrate]

    static let reorganise = Endpoint(
        .post,
        "/api/v1/units/reorganisations",
        id: "reorganiseUnits",
        tag: .units,
        summary: Bilingual(
            zh: "单位调整：按方案合并、拆分、更名、划转、撤销辖内的单位，在办的随之移交；先试行。系统管理员。中断后再发一次即可",
            en: """
                Reorganise units of one's part by a plan: merge, split, rename, move and close; open matters follow. Try it \
                first. The part's system administrator's. What broke off is finished by sending it again
                """
        ),
        access: .scope(.writeConfiguration),
        parameters: [ImportEndpoints.trial, ImportEndpoints.revision] + AdjustedMatters.portion,
        body: plan,
        answers: [
            .init(.ok, Bilingual(zh: "单位、岗位、规则与在办件数", en: "units, posts, rules, and matters in numbers"), body: outcome)
        ],
        refusals: [.forbidden, .conflict, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
    ) { call in
        let authority = try await call.authority()
        let plan = try call.plan { (document) throws(Problem) in try Reorganisation(document: document) }
        let reorganiser = Reorganiser(
            plan,
            engine: call.engine,
            district: call.configuration.id,
            within: authority,
            portion: call.portion
        )
        let person = try call.person().identity.person
        let report = try await call.planned {
            try await call.flag("dry_run")
                ? reorganiser.survey() : reorganiser.run(ordered: person, by: call.writer())
        }
        guard !report.isRefused else { throw Fault.nowhereToGo(report.tickets) }
        let matters = report.tickets.json(call.language)
        return call.json(.object(report.json(in: call.configuration).merging(["matters": matters]) { $1 }))
    }

    static let migrate = Endpoint(
        .post,
        "/api/v1/definitions/migrations",
        id: "migrateMatters",
        tag: .definitions,
        summary: Bilingual(
            zh: "按方案把在办的迁移到定义的另一版本；先试行。不能迁移的留在原版本。全区系统管理员。中断后再发一次即可",
            en: """
                Move running matters to another version of a definition by a plan; try it first. Those that cannot move \
                stay with theirs. The district's system administrator's. What broke off is finished by sending it again
                """
        ),
        access: .scope(.writeConfiguration),
        parameters: [ImportEndpoints.trial, ImportEndpoints.revision] + AdjustedMatters.portion,
        body: plan,
        answers: [
            .init(
                .ok,
                Bilingual(zh: "在办件数", en: "matters in numbers"),
                body: .object([.init("matters", AdjustedMatters.shape)])
            )
        ],
        refusals: [.forbidden, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
    ) { call in
        try await call.requireSystemAdministrator()
        let plan = try call.plan { (document) throws(Problem) in try MigrationPlan(document: document) }
        // A version that was published a moment ago is known.
        let now = try await call.engine.configurations.load(call.configuration.id)
        let report = try await call.planned {
            let sweep = AdjustmentSweep(
                .migration(try now.migration(plan)),
                engine: call.engine,
                district: call.configuration.id,
                ordered: .person(try call.person().identity.person),
                by: try call.writer(),
                portion: call.portion
            )
            return try await call.flag("dry_run") ? sweep.survey() : sweep.run()
        }
        return call.json(["matters": report.json(call.language)])
    }

    private static let plan = Shape.object([
        .init(
            "lines",
            .list(.words(max: 4_000), max: 100_000)
                .noted(zh: "方案的文本（YAML 或 JSON），逐行", en: "the plan's text, YAML or JSON, line by line")
        )
    ]).called("Plan")

    private static let count = Shape.integer(0...1_000_000_000)

    private static let unit = Shape.object([
        .init("code", .text(max: 100)), .init("name", .words(max: 500)), .init("kind", .name),
        .init("parent", Shape.text(max: 100).orNull), .init("closed", .flag),
        .init("successor", Shape.text(max: 100).orNull.noted(zh: "撤销后由谁承接", en: "who follows a closed one")),
    ]).called("ReorganisedUnit")

    private static let outcome = Shape.object([
        .init("units", .list(.object([.init("before", unit.orNull), .init("after", unit)]), max: 100_000)),
        .init(
            "posts",
            .list(
                .object([
                    .init("account", .text(max: 200)), .init("role", .name), .init("from", .text(max: 100)),
                    .init("to", Shape.text(max: 100).orNull),
                ]),
                max: 100_000
            )
        ),
        .init(
            "rules",
            .list(
                .object([.init("rule", .text(max: 200)), .init("units", .list(.text(max: 100), max: 10_000))]),
                max: 1_000_000
            )
        ),
        .init("pairs", .list(.text(max: 100), max: 100_000)),
        .init("findings", .object([.init("before", count), .init("after", count)])), .init("refused", .flag),
        .init(
            "known",
            Shape.flag.noted(zh: "同一方案以前办过，单位没有变", en: "the same plan was carried out before: no unit changed")
        ),
        .init("matters", AdjustedMatters.shape),
    ]).called("ReorganisationOutcome")
}

extension Call {
    /// The plan of the body.
    ///
    /// - Throws: `Fault` with `bad_yaml` or `plan_findings`.
    fileprivate func plan<Plan>(_ make: (JSONValue) throws(Problem) -> Plan) throws -> Plan {
        let document = try document()
        do throws(Problem) {
            return try make(document)
        } catch {
            throw Fault.findings("plan_findings", Problems([error]))
        }
    }

    /// Carries something out by a plan, or says what is wrong with it.
    fileprivate func planned<Report>(_ body: () async throws -> Report) async throws -> Report {
        do {
            return try await body()
        } catch let problems as Problems {
            throw Fault.findings("plan_findings", problems)
        } catch let error as ImportError {
            throw Fault(error)
        }
    }
}

extension Fault {
    /// Matters would be left behind: nothing was done.
    fileprivate static func nowhereToGo(_ report: AdjustmentReport) -> Fault {
        let codes = report.refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return Fault(
            .conflict,
            "nowhere_to_go",
            zh: "\(report.refusedCount) 件在办的无处可去，什么也没有做：\(codes)",
            en: "\(report.refusedCount) matters have nowhere to go, nothing was done: \(codes)"
        )
    }
}
