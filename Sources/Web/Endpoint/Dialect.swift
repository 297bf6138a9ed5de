import HTTPTypes
import Hummingbird
import Workflow

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
    /// Says no.
    let response: @Sendable (Fault, _ requestID: String, Language) -> Response

    /// Ours.
    package static let own = Dialect(
        isLenient: false,
        mediaType: ProblemDocument.mediaType,
        refusal: ProblemDocument.shape,
        status: { $0 },
        response: { ProblemDocument.response($0, requestID: $1, language: $2) }
    )
}

/// What went wrong at an endpoint, with the manner in which that one says so.
struct SpokenFault: Error {
    let error: any Error
    let dialect: Dialect
}
