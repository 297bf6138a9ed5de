import Workflow

/// A matter by number and code.
struct Own: Sendable {
    let number: String
    let code: String

    init(number: String, code: String) {
        self.number = number
        self.code = code
    }

    /// As a filing answered.
    init(_ answer: Answer) throws {
        guard let number = answer.json["number"]?.string, let code = answer.json["code"]?.string else {
            throw Refused(answer)
        }
        self.init(number: number, code: code)
    }
}

extension WebDistrict {
    static let ownFiling: JSONValue = ["category": "水务", "place": "C1", "text": "三楼漏水，电话 13812345678"]

    /// Files a matter as a resident.
    func fileOwn(_ more: JSONObject = [:]) async throws -> Own {
        let filing = (Self.ownFiling.object ?? [:]).merging(more) { $1 }
        return try Own(try await post("/api/v1/public/matters", .object(filing), as: nil))
    }

    /// What a resident sees.
    func own(_ own: Own, as account: String? = nil) async throws -> Answer {
        try await get("/api/v1/public/matters/\(own.number)", as: account, headers: ["Whistle-Code": own.code])
    }

    /// What a resident does.
    func own(_ own: Own, act: String, _ fields: JSONObject) async throws -> Answer {
        try await post(
            "/api/v1/public/matters/\(own.number)/acts",
            ["act": .string(act), "fields": .object(fields)],
            as: nil,
            headers: ["Whistle-Code": own.code]
        )
    }

    /// From the desk to a result of the water department.
    func handle(_ number: String) async throws {
        try await act("accept", on: number, as: "desk")
        try await act("dispatch", on: number, as: "desk")
        try await act("sign", on: number, as: "water")
        try await submit(number)
    }

    /// A result of the water department.
    func submit(_ number: String) async throws {
        try await act("submit_result", on: number, as: "water", fields: ["outcome": "solved", "text": "已修好"])
    }
}

extension Answer {
    /// Names of what the resident may do.
    var acts: [String] { json["acts"]?.array?.compactMap { $0["name"]?.string } ?? [] }

    /// All words of the news.
    var words: [String] {
        (json["news"]?.array ?? []).flatMap { $0["words"]?.array ?? [] }.compactMap { $0["text"]?.string }
    }
}
