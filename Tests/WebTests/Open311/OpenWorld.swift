import Dispatcher
import Foundation
import NIOHTTP1
import PGStore
import Tabular
import TestSupport
import Testing
import Web
import Workflow

/// A district with services, as other systems meet it.
extension WebDistrict {
    /// Makes one: 水务 is open, 园林 is not.
    static func withServices<Value: Sendable>(
        limits: ServiceLimits = ServiceLimits(),
        also more: TestDistrict.More = TestDistrict.More(),
        _ body: @Sendable (WebDistrict) async throws -> Value
    ) async throws -> Value {
        try await with(limits: limits, also: more) { web in
            var options = ImportOptions()
            options.fileKind = .yaml
            options.isAllOrNothing = true
            let importer = Importer(engine: web.city.engine, district: web.city.id)
            let report = try await importer.run(.categories, .bytes(Array(services.utf8)), options: options)
            #expect(report.badRows == 0 && report.loaded == 2)
            return try await body(web)
        }
    }

    /// Whose key the other system has: a post that is nobody's desk for the place of a matter.
    static let system = "parks"

    static let services = """
        - category: 水务
          code: water
          title: {zh: 供水与漏水, en: Water}
          about: {zh: 停水、漏水 <紧急请打 110>, en: 'No water, or too much & in the wrong place'}
          keywords: [漏水, leak]
          public: true
          questions:
            - code: kind
              ask: {zh: 哪种, en: Which}
              form: choice
              required: true
              choices: [{code: leak, title: {zh: 漏水, en: a leak}}, {code: dry, title: {zh: 停水, en: no water}}]
            - code: rooms
              ask: {zh: 哪些房间, en: Which rooms}
              form: choices
              choices: [{code: bath, title: {zh: 卫生间, en: bath}}, {code: hall, title: {zh: 走廊, en: hall}}]
            - {code: depth, ask: {zh: 多深, en: How deep}, form: number, hint: {zh: 厘米, en: in cm}}
            - {code: since, ask: {zh: 从何时起, en: Since when}, form: instant}
            - {code: door, ask: {zh: 门牌, en: Door}, form: line}
            - {code: danger, tell: {zh: 先关总阀, en: Close the main valve first}}
        - category: 园林
          code: parks
          title: {zh: 园林, en: Parks}
        """

    /// Sends a form.
    func form(
        _ path: String,
        _ fields: [(String, String)],
        as account: String? = Self.system,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let text = fields.map { "\($0.0.formEncoded)=\($0.1.formEncoded)" }.joined(separator: "&")
        let type = ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"]
        return try await send(
            .POST,
            "/open311/v2/" + path,
            as: account,
            headers: type.merging(headers) { $1 },
            bytes: Array(text.utf8)
        )
    }

    /// Asks for something of Open311.
    func open(_ path: String, as account: String? = nil) async throws -> Answer {
        try await get("/open311/v2/" + path, as: account)
    }

    /// What files a request.
    static let request = [
        ("service_code", "water"), ("address_id", "B"), ("description", "三楼漏水，电话 13812345678"),
        ("attribute[kind]", "leak"),
    ]

    /// Files one by the key of an account, and gives its number.
    func fileOpen(
        _ more: [(String, String)] = [],
        as account: String = Self.system,
        headers: [String: String] = [:]
    ) async throws -> String {
        let answer = try await form("requests.json", Self.request + more, as: account, headers: headers)
        guard answer.status == 200, let number = answer.requests.first?["service_request_id"]?.string else {
            throw Refused(answer)
        }
        return number
    }

    /// From its building to its end, the resident satisfied.
    func end(_ number: String) async throws {
        try await act("elevate", on: number, as: "leader")
        try await act("elevate", on: number, as: "grid")
        try await handle(number)
        try await act("verify", on: number, as: "desk")
        try await act("call_back", on: number, as: "desk", fields: ["callback": "satisfied"])
    }
}

extension Answer {
    /// The requests, updates or errors of an answer in JSON; degrees, which have fractions, are texts here.
    var requests: [JSONValue] {
        let whole = text.replacing(/"(lat|long)":(-?[0-9.]+)/) { "\"\($0.1)\":\"\($0.2)\"" }
        return (try? JSONValue(parsing: whole))?.array ?? []
    }

    /// Their numbers.
    var numbers: [String] { requests.compactMap { $0["service_request_id"]?.string } }

}

extension String {
    fileprivate var formEncoded: String {
        var plain = CharacterSet.alphanumerics
        plain.insert(charactersIn: "-._~")
        plain.formIntersection(CharacterSet(charactersIn: Unicode.Scalar(0x20)..."~"))
        return addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
