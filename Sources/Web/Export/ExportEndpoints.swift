import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Lists as sheets, of any length.
enum ExportEndpoints {
    static let all = [csv, workbook, timeline]

    static let csv = Endpoint(
        .get,
        "/api/v1/matters.csv",
        id: "exportMatters",
        tag: .matters,
        summary: Bilingual(
            zh: "同一清单，导出为 CSV（带 BOM 的 UTF-8），行数不限",
            en: "The same list as CSV (UTF-8 with BOM), of any length"
        ),
        access: .scope(.exports),
        parameters: parameters,
        answers: [.init(.ok, sheet, body: .anything, mediaTypes: ["text/csv"])],
        refusals: refusals
    ) { call in
        let seat = try call.parts.exports.take()
        return try await call.csv(seat, try await call.export())
    }

    static let workbook = Endpoint(
        .get,
        "/api/v1/matters.xlsx",
        id: "exportMattersAsWorkbook",
        tag: .matters,
        summary: Bilingual(zh: "同一清单，导出为 XLSX，至多一百万行", en: "The same list as XLSX, a million rows at the most"),
        access: .scope(.exports),
        parameters: parameters,
        answers: [.init(.ok, sheet, body: .anything, mediaTypes: [Call.xlsx])],
        refusals: refusals
    ) { call in
        let seat = try call.parts.exports.take()
        return try await call.workbook(seat, try await call.export(), instead: "/api/v1/matters.csv")
    }

    /// What an export answers.
    static let sheet = Bilingual(zh: "一张表", en: "a sheet")
    /// With what an export may refuse.
    static let refusals: [HTTPResponse.Status] = [
        .forbidden, .unprocessableContent, .serviceUnavailable, .insufficientStorage,
    ]

    private static let parameters =
        MatterEndpoints.filters + [
            Parameter(
                "contacts",
                in: .query,
                .flag,
                zh: "也导出诉求人的联系方式：能看到完整的逐件留下记录，其余带星号",
                en: "whom to reach, too: each that is seen in full is written down, others have stars"
            ),
            Parameter("reason", in: .query, .text(max: 200), zh: "为何导出联系方式", en: "why whom to reach is taken out"),
        ]
}

extension Call {
    /// What is to be taken out, and how it looks.
    fileprivate func export() async throws -> MatterPages {
        let party = try await seated()
        let person = party.person
        var contacts: (reason: String, person: PersonID)?
        if flag("contacts"), let person {
            guard let reason = text("reason") else {
                throw Fault(
                    .unprocessableContent,
                    "reason_missing",
                    zh: "导出联系方式要写明理由（reason）",
                    en: "whom to reach is taken out for a reason only (reason)"
                )
            }
            contacts = (reason, person)
        }
        let sheet = MatterSheet(
            configuration: configuration,
            language: language,
            reader: person.map { configuration.name(of: $0) } ?? "",
            at: configuration.calendars.standard.shown(try await now()),
            hasContacts: contacts != nil
        )
        return MatterPages(
            sheet,
            try filter(for: party, in: configuration),
            party: party,
            contacts: contacts,
            engine: engine,
            requestID: requestID
        )
    }
}
