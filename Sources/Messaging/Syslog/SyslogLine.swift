import NIOCore
import NIOPosix
package import NIOSSL

/// A way to a receiver: opened when there is something to send, and anew after it broke.
package struct SyslogLine: Sendable {
    /// Where to.
    private let target: SyslogTarget
    /// By what a receiver with TLS is known, and we to it.
    private let trust: TLSConfiguration
    private var open: OpenLine?

    /// Describes it; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - target: where to.
    ///   - trust: whom to trust, and what to show, with TLS.
    package init(_ target: SyslogTarget, trust: TLSConfiguration) {
        self.target = target
        self.trust = trust
    }

    /// Sends messages in their order.
    ///
    /// Where the way is a stream it returns once the other side's machine has all of it: nothing that lay in our own buffers
    /// alone when a connection broke counts as sent.
    ///
    /// - Parameter messages: what is sent.
    /// - Throws: whatever went wrong; then any of them may have arrived, and none needs to have.
    package mutating func send(_ messages: [SyslogMessage]) async throws {
        do {
            let line = try await opened()
            try await line.send(messages)
        } catch {
            open = nil
            throw error
        }
    }

    private mutating func opened() async throws -> OpenLine {
        if let open, open.isActive { return open }
        let line = try await OpenLine.open(target, trust)
        open = line
        return line
    }
}

/// A way that is open; closed with the last who holds it.
final class OpenLine: Sendable {
    private let channel: any NIOCore.Channel
    private let isStream: Bool

    /// How long opening may take.
    private static let opening = TimeAmount.seconds(3)
    /// How long sending may take, the other side's answer included.
    private static let sending = TimeAmount.seconds(5)

    private init(_ channel: any NIOCore.Channel, isStream: Bool) {
        self.channel = channel
        self.isStream = isStream
    }

    deinit {
        channel.close(mode: .all, promise: nil)
    }

    /// Whether nobody has closed it yet.
    var isActive: Bool { channel.isActive }

    static func open(_ target: SyslogTarget, _ trust: TLSConfiguration) async throws -> OpenLine {
        let group = MultiThreadedEventLoopGroup.singleton
        switch target.way {
        case .udp(let host, let port):
            return OpenLine(
                try await DatagramBootstrap(group: group).connect(host: host, port: port).get(),
                isStream: false
            )
        case .unix(let path):
            let channel = try await DatagramBootstrap(group: group).connect(unixDomainSocketPath: path).get()
            return OpenLine(channel, isStream: false)
        case .tcp(let host, let port):
            let channel = try await ClientBootstrap(group: group).connectTimeout(opening)
                .connect(host: host, port: port).get()
            return OpenLine(channel, isStream: true)
        case .tls(let host, let port):
            let context = try NIOSSLContext(configuration: trust)
            // An address is looked for as such in the certificate, and has no name to be asked for.
            let name = AddressGuard.bytes(host) == nil ? host : nil
            let channel = try await ClientBootstrap(group: group).connectTimeout(opening)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
                .connect(host: host, port: port).get()
            return OpenLine(channel, isStream: true)
        }
    }

    func send(_ messages: [SyslogMessage]) async throws {
        let channel = channel
        let limit = channel.eventLoop.scheduleTask(in: Self.sending) { channel.close(mode: .all, promise: nil) }
        defer { limit.cancel() }
        guard isStream else {
            let writes = messages.map { channel.write(ByteBuffer(bytes: $0.bytes)) }
            channel.flush()
            for write in writes { try await write.get() }
            return
        }
        var buffer = ByteBuffer()
        for message in messages {
            let bytes = message.bytes
            buffer.writeString("\(bytes.count) ")
            buffer.writeBytes(bytes)
        }
        try await channel.writeAndFlush(buffer).get()
        try await arrived()
    }

    /// Waits until the other side's machine has said that it has everything.
    private func arrived() async throws {
        guard let socket = channel as? any SocketOptionProvider else { return }
        while true {
            // What `tcp_info` of Linux begins with, as whole words: longer than any version of it.
            let info: SIMD64<UInt32> = try await socket.unsafeGetSocketOption(level: .tcp, name: .tcp_info).get()
            guard info[0] & 0xFF == Self.established else { throw SyslogBroken() }
            if info[Self.unacknowledged] == 0, info[Self.notSent] == 0 { return }
            // The system tells nobody when an acknowledgement comes.
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static let established: UInt32 = 1
    private static let unacknowledged = 6
    private static let notSent = 36
}

/// The other side closed its end while we were sending.
struct SyslogBroken: Error, CustomStringConvertible {
    let description = "closed by the receiver"
}
