package import Workflow

/// All that is served.
package enum Endpoints {
    /// The endpoints.
    package static let all: [Endpoint] =
        HealthEndpoints.all + AccountEndpoints.all + MatterEndpoints.all + WorkListEndpoints.all + ReportedEndpoints.all
        + WhistleEndpoints.all
        + [LampEndpoint.lamps, WatchEndpoint.watched, MapEndpoint.map, RelatedEndpoint.related, TelephoneEndpoint.find]
        + FilingEndpoints.all
        + LiveEndpoints.all + ReceiptEndpoints.all + AttachmentEndpoints.all + ExportEndpoints.all
        + ShiftEndpoints.all + [ResponsibilityEndpoint.chart] + PlatformEndpoints.all + AdministrationEndpoints.all
        + DistrictEndpoints.all + ResidentEndpoints.all + Open311Endpoints.all

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    /// The endpoint that the API's document calls so; nil where there is none.
    static func named(_ id: String) -> Endpoint? { byID[id] }

    private static let documents = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, OpenAPIDocument.json(all, language: $0)) }
    )

    private static let pages = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, DocumentPage.html(all, language: $0)) }
    )

    /// The same for people: a page.
    package static func page(_ language: Language) -> String {
        pages[language] ?? ""
    }

    /// The API's document.
    package static func document(_ language: Language) -> JSONValue {
        documents[language] ?? .null
    }
}
