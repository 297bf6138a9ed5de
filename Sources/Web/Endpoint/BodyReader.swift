import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body whole, within bounds of size and time.
struct BodyReader {
    let limits: ServiceLimits

    /// Reads it.
    ///
    /// A client that says nothing for a while is cut off by the connection's idle time-out; one that drips bytes, here.
    ///
    /// - Throws: `Fault` where it is too large or too slow.
    func read(_ request: Request) async throws -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.body {
            throw Fault.tooLarge(limits.body)
        }
        let deadline = ContinuousClock.now + limits.bodyTime
        var whole = ByteBuffer()
        for try await part in request.body {
            guard whole.readableBytes + part.readableBytes <= limits.body else { throw Fault.tooLarge(limits.body) }
            guard ContinuousClock.now < deadline else {
                throw Fault(.requestTimeout, "too_slow", zh: "请求体到得太慢", en: "the body comes too slowly")
            }
            whole.writeImmutableBuffer(part)
        }
        return whole
    }
}
