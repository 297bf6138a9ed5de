package import Workflow

/// All that is served.
package enum Endpoints {
    /// The endpoints.
    package static let all: [Endpoint] =
        HealthEndpoints.all + AccountEndpoints.all + MatterEndpoints.all + LiveEndpoints.all + AttachmentEndpoints.all
        + ExportEndpoints.all + AdministrationEndpoints.all
        + DistrictEndpoints.all + ResidentEndpoints.all + Open311Endpoints.all

    private static let documents = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { ($0, OpenAPIDocument.json(all, language: $0)) }
    )

    /// The API's document.
    package static func document(_ language: Language) -> JSONValue {
        documents[language] ?? .null
    }
}
