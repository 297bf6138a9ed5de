package import HTTPTypes
package import Hummingbird
package import Workflow

/// How an endpoint speaks with those who call it: what it passes over, and how it says no.
///
/// Ours is strict and says no by problem documents. A standard of others has its own manners, and its endpoints theirs.
package struct Dialect: Sendable {
    /// Whether parameters that are not known are passed over, and empty ones count as not given.
    let isLenient: Bool
    /// The media type of refusals.
    let mediaType: String
    /// What refusals look like.
    let refusal: Shape
    /// With which status it says no, where ours would be another.
    let status: @Sendable (HTTPResponse.Status) -> HTTPResponse.Status
    /// Whether people are led there by another site: who comes with a browser is told as pages tell it.
    var isVisited = false
    /// Says no.
    let response: @Sendable (FaultTold) -> Response

    /// Ours.
    package static let own = Dialect(
        isLenient: false,
        mediaType: ProblemDocument.mediaType,
        refusal: ProblemDocument.shape,
        status: { $0 },
        response: { ProblemDocument.response($0.fault, requestID: $0.requestID, language: $0.language) }
    )

    /// Ours, where another site leads people.
    static var visited: Dialect {
        var dialect = own
        dialect.isVisited = true
        return dialect
    }

    /// That of pages, which people read: empty fields of a form count as not given.
    ///
    /// - Parameter response: makes the page that says no.
    /// - Returns: the dialect.
    package static func page(_ response: @escaping @Sendable (FaultTold) -> Response) -> Dialect {
        Dialect(
            isLenient: true,
            mediaType: "text/html; charset=utf-8",
            refusal: ProblemDocument.shape,
            status: { $0 },
            response: response
        )
    }
}

/// A fault on its way out, with what is known of the request.
package struct FaultTold: Sendable {
    /// What went wrong.
    package let fault: Fault
    /// The request.
    package let head: HTTPRequest
    /// Its id.
    package let requestID: String
    /// The language to answer in.
    package let language: Language
}

/// What went wrong at an endpoint, with the manner in which that one says so.
struct SpokenFault: Error {
    let error: any Error
    let dialect: Dialect
}
