import AsyncHTTPClient
import Dispatcher
import Foundation
import Outward
package import PGStore
import Workflow

/// Tells a subscriber by HTTP: signed as Standard Webhooks has it, never redirected, at addresses that were looked at first.
///
/// The name is resolved once, every address of it is looked at, and the connection goes to one of just those: a second
/// resolution could answer otherwise.
package struct WebhookChannel: Channel {
    /// Its name.
    package let name: String
    /// As many as there are.
    package var perMinute: Int? { nil }
    /// Three days, with growing pauses of up to three hours.
    package var patience: Patience {
        var retry = RetryPolicy()
        retry.first = .seconds(5)
        retry.longest = .seconds(10_800)
        retry.attempts = 1_000
        return Patience(retry: retry, age: .seconds(259_200))
    }

    private let url: String
    private let secret: WebhookSecret
    private let format: Webhook.Format
    private let guardian: AddressGuard
    private let isGone: @Sendable () async -> Void

    /// Makes it.
    ///
    /// - Parameters:
    ///   - webhook: where to, and in what form.
    ///   - secret: what it is signed with.
    ///   - guardian: which addresses are allowed.
    ///   - isGone: called where the subscriber says that it wants no more (410).
    package init(
        _ webhook: Webhook,
        secret: WebhookSecret,
        guardian: AddressGuard,
        isGone: @escaping @Sendable () async -> Void
    ) {
        name = webhook.channel
        url = webhook.url
        format = webhook.format
        self.secret = secret
        self.guardian = guardian
        self.isGone = isGone
    }

    /// Sends the body that the call's words hold.
    package func send(_ call: OutgoingCall) async -> ChannelAnswer {
        guard let host = URLComponents(string: url)?.host, !host.isEmpty else { return .refused(words: "no host") }
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        let addresses = await ResolvedAddress.of(bare)
        guard let address = addresses.first else { return .failed(words: "the host is unknown") }
        guard addresses.allSatisfy({ guardian.allows($0.bytes) }) else {
            return .refused(words: "the address is not allowed")
        }
        var configuration = HTTPCaller.configuration
        if AddressGuard.bytes(bare) == nil { configuration.dnsOverride = [bare: address.text] }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let answer = await send(call, HTTPCaller(client))
        try? await client.shutdown()
        return answer
    }

    private func send(_ call: OutgoingCall, _ caller: HTTPCaller) async -> ChannelAnswer {
        let body = Array(call.words.text.utf8)
        var request = HTTPCaller.Request(url: url, body: body)
        let type =
            switch format {
            case .cloudevents: "application/cloudevents+json; charset=utf-8"
            case .json: "application/json; charset=utf-8"
            }
        request.headers = [
            ("content-type", type), ("user-agent", "whistle"), ("webhook-id", call.id),
            ("webhook-timestamp", "\(call.at.seconds)"),
            ("webhook-signature", secret.signature(id: call.id, seconds: call.at.seconds, body: body)),
        ]
        do throws(HTTPCaller.Failure) {
            let answer = try await caller.send(request)
            switch answer.status {
            case 200..<300: return .accepted(receipt: nil, words: "\(answer.status)")
            case 410:
                await isGone()
                return .refused(words: "410 gone")
            case 429: return .limited(rest: .seconds(min(max(answer.retryAfter ?? 60, 1), 3_600)), words: "429")
            default: return .failed(words: answer.words)
            }
        } catch {
            return .failed(words: error.words)
        }
    }
}
