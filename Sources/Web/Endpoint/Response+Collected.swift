import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// The same, with its body in memory.
    ///
    /// - Returns: the answer, and the bytes of its body.
    /// - Throws: what writing the body throws.
    func read() async throws -> (Response, ByteBuffer) {
        let collected = Collected()
        try await body.write(collected)
        var whole = self
        whole.body = ResponseBody(byteBuffer: collected.bytes)
        return (whole, collected.bytes)
    }

    /// Takes what would go out.
    private final class Collected: ResponseBodyWriter {
        var bytes = ByteBuffer()

        func write(_ buffer: ByteBuffer) async throws { bytes.writeImmutableBuffer(buffer) }
        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
