import Crypto
import Foundation

/// The secret of a webhook, as Standard Webhooks writes it: `whsec_` and base64 of 24 to 64 bytes.
package struct WebhookSecret: Sendable {
    private let bytes: [UInt8]

    /// Draws one: 32 random bytes.
    package static func random() -> WebhookSecret {
        var generator = SystemRandomNumberGenerator()
        return WebhookSecret(bytes: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one; nil where it is none.
    package init?(_ text: String) {
        let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let data = Data(base64Encoded: encoded), (24...64).contains(data.count) else { return nil }
        bytes = Array(data)
    }

    /// The secret as its subscriber is given it.
    package var text: String { "whsec_" + Data(bytes).base64EncodedString() }

    /// The signature of a message.
    ///
    /// - Parameters:
    ///   - id: the message's id.
    ///   - seconds: when it is sent, in seconds since 1970.
    ///   - body: its body.
    /// - Returns: `v1,` and base64 of the HMAC-SHA-256 over id, time and body, points between them.
    package func signature(id: String, seconds: Int64, body: [UInt8]) -> String {
        let signed = Array("\(id).\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: bytes))
        return "v1," + Data(code).base64EncodedString()
    }
}
