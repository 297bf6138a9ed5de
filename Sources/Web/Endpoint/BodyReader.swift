import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body whole, within bounds of size and time.
struct BodyReader {
    private let most: Int
    private let time: Duration

    /// Reads bodies as nearly all are.
    init(limits: ServiceLimits) {
        most = limits.body
        time = limits.bodyTime
    }

    /// Reads forms with a sheet.
    init(sheetsOf limits: ServiceLimits) {
        most = limits.sheet
        time = limits.sheetTime
    }

    /// Reads it.
    ///
    /// A client that says nothing for a while is cut off by the connection's idle time-out; one that drips bytes, here.
    ///
    /// - Parameters:
    ///   - body: the body.
    ///   - length: how many bytes the request says that it has; nil: it does not say.
    /// - Returns: its bytes.
    /// - Throws: `Fault` where it is too large or too slow.
    func read(_ body: RequestBody, length: Int?) async throws -> ByteBuffer {
        if let length, length > most { throw Fault.tooLarge(most) }
        let deadline = ContinuousClock.now + time
        var whole = ByteBuffer()
        for try await part in body {
            guard whole.readableBytes + part.readableBytes <= most else { throw Fault.tooLarge(most) }
            guard ContinuousClock.now < deadline else {
                throw Fault(.requestTimeout, "too_slow", zh: "请求体到得太慢", en: "the body comes too slowly")
            }
            whole.writeImmutableBuffer(part)
        }
        return whole
    }

    /// Reads a request's.
    ///
    /// - Throws: `Fault` where it is too large or too slow.
    func read(_ request: Request) async throws -> ByteBuffer {
        try await read(request.body, length: request.headers[.contentLength].flatMap { Int($0) })
    }
}
