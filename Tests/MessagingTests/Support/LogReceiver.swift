import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A receiver of syslog messages on loopback, by TCP with octets counted, with TLS or without: keeps what came, by connection.
final class LogReceiver: Sendable {
    private struct State {
        /// What came, a connection after the other.
        var streams: [[UInt8]] = []
        var open: [Int: any Channel] = [:]
    }

    private let state = Mutex(State())

    /// Messages in the order in which they came, a connection after the other; a broken one is left out.
    var messages: [ParsedSyslog] {
        get throws {
            let streams = state.withLock(\.streams)
            return try streams.flatMap { try Self.frames($0).map { try ParsedSyslog($0) } }
        }
    }

    /// How many connections there were.
    var connections: Int { state.withLock { $0.streams.count } }

    /// What stands between the numbers (RFC 6587, 3.4.1); what is not whole yet is not there.
    private static func frames(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var (frames, rest) = ([[UInt8]](), bytes[...])
        while let blank = rest.firstIndex(of: UInt8(ascii: " ")) {
            let digits = String(decoding: rest[..<blank], as: UTF8.self)
            guard let count = Int(digits), count > 0, !digits.hasPrefix("0") else {
                throw ParsedSyslog.Malformed(description: "a frame begins with “\(digits)”")
            }
            guard rest.endIndex - blank - 1 >= count else { break }
            frames.append(Array(rest[(blank + 1)..<(blank + 1 + count)]))
            rest = rest[(blank + 1 + count)...]
        }
        return frames
    }

    /// Closes what is open, as a receiver that goes away.
    func hangUp() {
        for channel in state.withLock({ Array($0.open.values) }) { channel.close(mode: .all, promise: nil) }
    }

    /// Listens for the length of a closure.
    ///
    /// - Parameters:
    ///   - port: where; 0: anywhere.
    ///   - tls: how it shows who it is; nil: by TCP alone.
    ///   - body: given the receiver and its port.
    /// - Returns: what the closure returns.
    /// - Throws: what the closure throws.
    static func with<Value: Sendable>(
        port: Int = 0,
        tls: TLSConfiguration? = nil,
        _ body: (LogReceiver, Int) async throws -> Value
    ) async throws -> Value {
        let receiver = LogReceiver()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let listening = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Keeping(receiver: receiver))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(receiver, listening.localAddress?.port ?? 0))
        } catch {
            result = .failure(error)
        }
        try await listening.close()
        receiver.hangUp()
        return try result.get()
    }

    private final class Keeping: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let receiver: LogReceiver
        private var number = 0

        init(receiver: LogReceiver) {
            self.receiver = receiver
        }

        func channelActive(context: ChannelHandlerContext) {
            let channel = context.channel
            number = receiver.state.withLock { state in
                state.streams.append([])
                state.open[state.streams.count - 1] = channel
                return state.streams.count - 1
            }
            context.fireChannelActive()
        }

        func channelInactive(context: ChannelHandlerContext) {
            let number = number
            receiver.state.withLock { $0.open[number] = nil }
            context.fireChannelInactive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let (number, bytes) = (number, Array(unwrapInboundIn(data).readableBytesView))
            receiver.state.withLock { $0.streams[number] += bytes }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
