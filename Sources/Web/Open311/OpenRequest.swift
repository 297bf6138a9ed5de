import Dispatcher
import PGStore
import Workflow

/// A matter as a service request of Open311.
struct OpenRequest {
    var number: String
    var isOpen: Bool
    var notes: String?
    var serviceName: String
    var serviceCode: String
    var description: String?
    var agency: String?
    var notice: String?
    var requestedAt: Instant
    var updatedAt: Instant
    var expectedAt: Instant?
    var address: String?
    var addressID: String?
    var position: Position?
    var media: String?
    /// What `extensions=true` adds; nil: it was not asked for.
    var extended: [OpenDocument.Member]?

    /// As lists and single answers have it.
    var node: OpenDocument.Node {
        var members: [OpenDocument.Member] = [
            .init("service_request_id", number), .init("status", isOpen ? "open" : "closed"),
            .init("status_notes", notes), .init("service_name", serviceName), .init("service_code", serviceCode),
            .init("description", description), .init("agency_responsible", agency), .init("service_notice", notice),
            .init("requested_datetime", requestedAt.w3c), .init("updated_datetime", updatedAt.w3c),
            .init("expected_datetime", expectedAt?.w3c), .init("address", address), .init("address_id", addressID),
            // Units have no postal codes here.
            .init("zipcode", nil), .init("lat", position.map { .degrees($0.latitudeText) } ?? .nothing),
            .init("long", position.map { .degrees($0.longitudeText) } ?? .nothing), .init("media_url", media),
        ]
        if let extended { members.append(.init("extended_attributes", .members(extended))) }
        return .members(members)
    }

    /// Several of them.
    static func document(_ nodes: [OpenDocument.Node]) -> OpenDocument {
        OpenDocument(root: "service_requests", content: .list("request", nodes))
    }
}

extension Instant {
    /// As the W3C's note on dates writes it, in whole seconds: some clients know no fractions.
    var w3c: String { Instant(seconds: microseconds.quotient(1_000_000)).description }
}

extension Int64 {
    /// Rounded down, also before 1970.
    fileprivate func quotient(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
