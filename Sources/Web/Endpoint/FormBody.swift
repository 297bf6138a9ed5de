import Dispatcher
import Hummingbird
import NIOCore

/// A form with files on its way to what takes it.
enum FormBody: Sendable {
    /// It is still to be read, as it comes.
    case arriving(RequestBody)
    /// A page has read it and hands its files on.
    case received(ReceivedForm)
}

extension AttachmentDesk {
    /// Reads a form to its end, where a page has not done so, and hands it on.
    ///
    /// - Parameters:
    ///   - form: the form.
    ///   - plan: what it may hold.
    ///   - isPublic: whether it comes from a resident or another system.
    ///   - call: the request that bears it.
    ///   - body: what is done with it.
    /// - Returns: what that returns.
    /// - Throws: `AttachmentRefusal` where the form is refused, and what `body` throws.
    func receive<Value>(
        _ form: FormBody,
        _ plan: FormPlan,
        isPublic: Bool,
        of call: Call,
        _ body: (ReceivedForm) async throws -> Value
    ) async throws -> Value {
        switch form {
        case .received(let form): return try await body(form)
        case .arriving(let bytes):
            return try await receive(
                plan,
                isPublic: isPublic,
                contentType: call.head.headerFields[.contentType] ?? "",
                length: call.head.headerFields[.contentLength].flatMap { Int($0) },
                chunks: bytes.map { Array($0.readableBytesView) },
                body
            )
        }
    }
}
