package import Dispatcher
import PGStore
import Postgres
import Shipped
package import Workflow

/// The district of a run: a street, communities with desks, departments; it works around the clock.
package struct ChaosDistrict: Sendable {
    /// Its code.
    package static let code = "chaos"
    /// Communities.
    static let communities = 4
    /// Departments.
    static let departments = 3

    /// Makes it: the shipped definitions, and one of the run's own whose limits are seconds.
    ///
    /// - Parameter engine: an engine whose services run.
    /// - Returns: its id.
    /// - Throws: what the database says, or a definition with findings.
    package static func make(_ engine: Engine) async throws -> DistrictID {
        let drill = try drill()
        let problems = drill.problems()
        guard problems.isEmpty else { throw ChaosError("the drill has findings: \(problems)") }
        let definitions = [try Shipped.definition("issue"), try Shipped.definition("task"), drill]
        let id = try await NewDistrict(code: code, name: "演练区", definitions: definitions).make(engine)
        let atOnce = MessageRules(digests: [], quiet: nil, gapsAt: nil) ?? .usual
        try await engine.pool.withTransaction { connection in
            _ = try await connection.flight(
                ConfigurationWrite.units(id, units) + ConfigurationWrite.people(id, people)
                    + ConfigurationWrite.directory(id, rules) + [
                        ConfigurationWrite.standard(id, calendar: "always"),
                        ConfigurationWrite.messages(id, atOnce),
                        ConfigurationWrite.touch(id),
                    ]
            )
        }
        return id
    }

    private static var units: [UnitRow] {
        [UnitRow(code: "S", kind: "street", name: "街道", parentCode: nil)]
            + (0..<communities).map { UnitRow(code: "C\($0)", kind: "community", name: "社区\($0)", parentCode: "S") }
            + (0..<departments).map { UnitRow(code: "D\($0)", kind: "department", name: "部门\($0)", parentCode: nil) }
    }

    private static var people: [PersonRow] {
        (0..<communities).flatMap { number in
            ["desk", "check"].map { person("\($0)\(number)", "community_dispatcher", "C\(number)") }
        } + (0..<departments).map { person("lead\($0)", "department_liaison", "D\($0)") }
    }

    private static func person(_ account: String, _ role: RoleName, _ unit: String) -> PersonRow {
        PersonRow(account: account, name: account, phone: nil, role: role, unitCode: unit)
    }

    private static var rules: [RuleRow] {
        (0..<departments).map { number in
            RuleRow(
                rule: "R\(number)",
                category: "类别\(number)",
                placeCode: nil,
                leadCode: "D\(number)",
                limits: [:],
                duty: .basic,
                source: "chaos"
            )
        }
    }
}

extension ChaosDistrict {
    /// What is always in motion: clocks of seconds that warn, expire, climb, stand still, wake and start anew.
    static func drill() throws -> WorkflowDefinition {
        try WorkflowDefinition(document: JSONValue(yaml: text))
    }

    private static let text = """
        definition: drill
        title: {zh: 演练, en: Drill}
        ladder: [community, street]
        filing: report
        fields:
          category: {title: {zh: 类别, en: Category}, form: category}
          place: {title: {zh: 地点, en: Place}, form: unit}
          text: {title: {zh: 内容, en: Text}, form: words, max: 200}
          note: {title: {zh: 说明, en: Note}, form: words, max: 200}
          due: {title: {zh: 到时, en: Due}, form: instant, keep: true}
        clocks:
          beat:
            title: {zh: 节拍, en: Beat}
            limit: 2s
            warnings: [50%, 80%]
            warn: [desk]
            ladder: beat
            pauses: [asleep]
          nap: {title: {zh: 小睡, en: Nap}, limit: 1s, ladder: wake, lamp: false}
          tick: {title: {zh: 滴答, en: Tick}, limit: {given: due, else: 1s}, ladder: tock, lamp: false}
        ladders:
          beat: [{after: '0', do: urge, tell: [desk]}, {after: 1s, do: urge}, {after: 2s, tell: [desk]}]
          wake: [{after: '0', do: wake}]
          tock: [{after: '0', do: tock}]
        states:
          open: {title: {zh: 办理中, en: Open}, responsible: desk, clocks: [beat, tick]}
          asleep: {title: {zh: 停放, en: Asleep}, responsible: desk, clocks: [nap], keeps: [tick]}
          done: {title: {zh: 办结, en: Done}, final: true}
        actions:
          report: {title: {zh: 上报, en: Report}, from: new, by: [anyone], needs: [category, place, text], may: [due], to: open}
          sleep: {title: {zh: 停放, en: Sleep}, from: [open], by: [desk], may: [note], to: asleep}
          wake: {title: {zh: 续办, en: Wake}, from: [asleep], by: [desk, clock], may: [note], to: open}
          urge: {title: {zh: 催办, en: Urge}, from: open, by: [desk, clock], may: [note], effects: [{count: urges}, {tell: [desk]}]}
          flip: {title: {zh: 翻转, en: Flip}, from: open, by: [desk], needs: [due, note], effects: [{count: flips}, {restart: tick}]}
          tock: {title: {zh: 滴答, en: Tock}, from: open, by: [clock], effects: [{count: tocks}]}
          note: {title: {zh: 补记, en: Note}, from: open, by: [desk], needs: [note]}
          finish: {title: {zh: 办结, en: Finish}, from: open, by: [desk], may: [note], to: done}
        """
}
