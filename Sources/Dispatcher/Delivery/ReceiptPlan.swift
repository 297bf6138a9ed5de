import Crypto
import Foundation
package import PGStore
import Postgres
package import Workflow

/// How a gateway tells what became of what it took, as the file of channels describes it.
package struct ReceiptPlan: Hashable, Sendable {
    /// The gateway's name.
    package let channel: String
    /// The header that shows the secret, in small letters.
    package let header: String
    /// Where the list of receipts stands; nil: the body is the list, or one receipt.
    package let list: String?
    /// Where in a receipt the gateway's number of the message stands.
    package let id: String
    /// Where in a receipt it says what became of it.
    package let status: String
    /// What it says of what was delivered.
    package let delivered: Set<String>
    /// What it says of what was not; anything else is not yet decided.
    package let undelivered: Set<String>
    /// What it wants to hear.
    package let answer: JSONValue
    private let secret: String

    /// Receipts of one request at the most.
    package static let most = 1_000

    package init(
        channel: String,
        secret: String,
        header: String = "whistle-secret",
        list: String? = nil,
        id: String,
        status: String,
        delivered: Set<String>,
        undelivered: Set<String>,
        answer: JSONValue = [:]
    ) {
        self.channel = channel
        self.secret = secret
        self.header = header
        self.list = list
        self.id = id
        self.status = status
        self.delivered = delivered
        self.undelivered = undelivered
        self.answer = answer
    }

    /// What stands in the path of a gateway that sends no headers of ours: made of the secret, and no way back to it.
    package var pathToken: String {
        let key = SymmetricKey(data: Array(secret.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("whistle receipts\0\(channel)".utf8), using: key)
        return Base64.text(Array(code).prefix(24).map(\.self), .url)
    }

    /// Whether somebody shows the secret, in the header or signed in the path.
    package func isShown(header: String?, path: String?) -> Bool {
        let byHeader = header.map { Self.isSame($0, secret) } ?? false
        let byPath = path.map { Self.isSame($0, pathToken) } ?? false
        return byHeader || byPath
    }

    /// Compares in a time that says nothing of where two texts part.
    private static func isSame(_ given: String, _ wanted: String) -> Bool {
        Array(SHA256.hash(data: Array(given.utf8))) == Array(SHA256.hash(data: Array(wanted.utf8)))
    }

    /// The receipts of a body that say something for good; nil: there are more than may be, or the list is none.
    package func receipts(in body: JSONValue) -> [DeliveryReceipt]? {
        let found: JSONValue? = list.map { body.at($0) } ?? body
        let elements: [JSONValue]
        switch found {
        case .array(let list)?: elements = list
        case .object?: elements = [found ?? .null]
        case .null?, .bool?, .int?, .string?, nil: return nil
        }
        guard elements.count <= Self.most else { return nil }
        return elements.compactMap { element in
            guard let receipt = element.at(id)?.shortText, let status = element.at(self.status)?.shortText,
                !receipt.isEmpty, delivered.contains(status) || undelivered.contains(status)
            else { return nil }
            return DeliveryReceipt(receipt: receipt, isDelivered: delivered.contains(status), status: status)
        }
    }
}

extension JSONValue {
    /// What stands at a path such as `data.list.0`; nil where there is nothing.
    fileprivate func at(_ path: String) -> JSONValue? {
        var value: JSONValue? = self
        for step in path.split(separator: ".") {
            switch value {
            case .object(let object)?: value = object[String(step)]
            case .array(let list)?: value = Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil }
            case .null?, .bool?, .int?, .string?, nil: return nil
            }
        }
        return value
    }

    /// A text, number or truth as a text; nil where it is none, or too long for anything that a gateway means.
    fileprivate var shortText: String? {
        switch self {
        case .string(let text): text.count <= DeliveryReceipt.longest && !text.utf8.contains(0) ? text : nil
        case .int(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .null, .array, .object: nil
        }
    }
}

extension Engine {
    /// Puts down what a gateway said; the messenger notes it.
    ///
    /// - Throws: what the database says.
    package func take(_ receipts: [DeliveryReceipt], of channel: String, in district: DistrictID) async throws {
        guard !receipts.isEmpty else { return }
        try await pool.query(DeliveryReceipt.insert(receipts, of: channel, in: district))
        hints.wrote(Hints.Write(district: district, tellsSomebody: true))
    }
}
