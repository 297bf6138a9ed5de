package import Hummingbird
import Logging
package import NIOCore
package import Workflow

/// What belongs to one request while it is on its way.
package struct WebContext: RequestContext {
    /// What Hummingbird keeps of a request.
    package var coreContext: CoreRequestContextStorage
    /// The language to answer in.
    package var language: Language = .zh
    /// The request's id: in every answer, and in the log.
    package let requestID: String
    /// Where the connection comes from; nil for a Unix socket.
    package let peer: SocketAddress?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = RequestID().description
        peer = source.channel.remoteAddress
    }
}
