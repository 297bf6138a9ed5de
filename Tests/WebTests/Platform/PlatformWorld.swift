import Dispatcher
import PGStore
import Tabular
import TestSupport
import Workflow

extension WebDistrict {
    /// A district that knows a platform above, for the length of a closure.
    static func withPlatform<Value: Sendable>(_ body: @Sendable (WebDistrict) async throws -> Value) async throws
        -> Value
    {
        try await with { web in
            let importer = Importer(engine: web.city.engine, district: web.city.id)
            let report = try await importer.run(.platforms, .bytes(Array(Self.platform.utf8)))
            guard report.bad.isEmpty else { throw BadPlatform(bad: report.bad) }
            return try await body(web)
        }
    }

    private struct BadPlatform: Error {
        let bad: [ImportReport.BadLine]
    }

    static let platform = """
        - platform: 12345
          title: {zh: 市热线, en: The city's hotline}
          columns:
            external_id: 工单编号
            text: 诉求内容
            category: 诉求分类
            place: 所属社区
            upper_due: 办理截止时间
            upper_return_by: 退单截止时间
            contact_phone: 来电号码
          words: {category: {供水: 水务}, place: {一区社区: C1}}
          defaults: {channel: hotline, category: 水务}
          answer:
            - {heading: 工单编号, is: upper_number}
            - {heading: 承办单位, is: unit}
            - {heading: 办理结果, is: outcome, words: {solved: 已办结}}
            - {heading: 答复内容, is: text}
            - {heading: 办结方式, is: ending}
            - {heading: 市民评价, is: callback, words: {satisfied: 很满意}}
            - {heading: 填报人, is: taken_by}
        """

    static func sent(_ number: String, _ more: JSONObject = [:]) -> JSONValue {
        let row: JSONObject = [
            "工单编号": .string(number), "诉求内容": "三楼漏水", "诉求分类": "供水", "所属社区": "一区社区",
            "办理截止时间": "2030-03-15 18:00", "退单截止时间": "2030-03-10 18:00", "来电号码": "13812345678",
        ]
        return .object(row.merging(more) { $1 })
    }

    func push(_ rows: [JSONValue], as account: String = "desk") async throws -> Answer {
        try await post("/api/v1/platforms/12345/matters", ["matters": .array(rows)], as: account)
    }

    func answers(_ query: String = "", as account: String = "desk") async throws -> [JSONValue] {
        let answer = try await get("/api/v1/platforms/12345/answers\(query)", as: account)
        guard answer.status == 200 else { throw Refused(answer) }
        return answer.json["answers"]?.array ?? []
    }
}
