package import Dispatcher
import Foundation
package import PGStore
import Postgres
package import Workflow

/// The webhooks of a district: adding, listing, disabling, trying.
package struct Webhooks: Sendable {
    private let engine: Engine
    private let guardian: AddressGuard

    /// Why a webhook is refused.
    package enum Fault: Error, Hashable, Sendable {
        /// There is no ring of keys to seal the secret.
        case noKeys
        /// It is no address with http or https, or bears a password.
        case badAddress
        /// It is an address where nothing may go, or the host is unknown.
        case notAllowed
        /// There is no such webhook.
        case unknown(Int64)

        /// A stable code.
        package var code: String {
            switch self {
            case .noKeys: "no_keys"
            case .badAddress: "bad_address"
            case .notAllowed: "address_not_allowed"
            case .unknown: "unknown_webhook"
            }
        }

        /// In words.
        package var message: Bilingual {
            switch self {
            case .noKeys:
                Bilingual(
                    zh: "没有密钥，不能保存推送的密钥：见 whistle keys",
                    en: "there is no key to seal its secret: see whistle keys"
                )
            case .badAddress:
                Bilingual(
                    zh: "地址应为 https://…，不带用户名密码；http:// 只在 WHISTLE_WEBHOOK_ALLOW 设定时可用",
                    en: "wanted: https://…, without a password; http:// only where WHISTLE_WEBHOOK_ALLOW is set"
                )
            case .notAllowed:
                Bilingual(
                    zh: "该主机不存在，或地址不是公网地址；内网地址须列入 WHISTLE_WEBHOOK_ALLOW",
                    en: "the host is unknown or not public; name private networks in WHISTLE_WEBHOOK_ALLOW"
                )
            case .unknown(let id): Bilingual(zh: "没有 \(id) 号推送", en: "there is no webhook \(id)")
            }
        }
    }

    /// Makes it.
    package init(engine: Engine, guardian: AddressGuard) {
        self.engine = engine
        self.guardian = guardian
    }

    /// Adds a webhook: it is told of what happens from now on.
    ///
    /// - Parameters:
    ///   - url: where events go.
    ///   - format: in what form.
    ///   - filter: of which events.
    ///   - district: of this district.
    ///   - person: who adds it; nil: whoever runs the program.
    ///   - allowsPlain: whether http will do.
    /// - Returns: its id, and its secret: shown once.
    /// - Throws: `Fault`; what the database says.
    package func add(
        _ url: String,
        format: Webhook.Format,
        filter: Webhook.Filter,
        in district: DistrictID,
        by person: PersonID?,
        allowsPlain: Bool
    ) async throws -> (id: Int64, secret: String) {
        guard let keys = engine.keys else { throw Fault.noKeys }
        let parts = URLComponents(string: url)
        let schemes = allowsPlain ? ["https", "http"] : ["https"]
        guard let parts, let host = parts.host, !host.isEmpty, schemes.contains(parts.scheme ?? ""),
            parts.user == nil, parts.password == nil
        else { throw Fault.badAddress }
        let addresses = await ResolvedAddress.of(host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")))
        guard !addresses.isEmpty, addresses.allSatisfy({ guardian.allows($0.bytes) }) else { throw Fault.notAllowed }
        let secret = WebhookSecret.random()
        let id: Int64 = try await engine.pool.query(Webhook.newID).only()[0]
        let sealed = try keys.seal(Array(secret.text.utf8), for: Webhook.purpose(id, in: district))
        let statements = Webhook.insert(
            district,
            id: id,
            url: url,
            secret: sealed,
            key: keys.sealingID,
            format: format,
            filter: filter,
            by: person
        )
        _ = try await engine.pool.withTransaction { try await $0.flight(statements) }
        engine.hints.wrote(Hints.Write(district: district, tellsSomebody: true))
        return (id, secret.text)
    }

    /// All webhooks of a district, by id.
    ///
    /// - Throws: what the database says.
    package func list(_ district: DistrictID) async throws -> [Webhook] {
        try await engine.pool.query(Webhook.list(district)).map(Webhook.init(row:))
    }

    /// One of them.
    ///
    /// - Throws: `Fault.unknown`; what the database says.
    package func webhook(_ id: Int64, in district: DistrictID) async throws -> Webhook {
        guard let hook = try await list(district).first(where: { $0.id == id }) else { throw Fault.unknown(id) }
        return hook
    }

    /// Tells it no more; what waits for it becomes dead letters.
    ///
    /// - Throws: `Fault.unknown`; what the database says.
    package func disable(_ id: Int64, in district: DistrictID) async throws {
        _ = try await webhook(id, in: district)
        let statements = Webhook.disable(district, id: id, why: "disabled by hand")
        _ = try await engine.pool.withTransaction { try await $0.flight(statements) }
    }

    /// Sends it something to try: an event of type `whistle.test` that is in no journal.
    ///
    /// - Returns: what it answered.
    /// - Throws: `Fault.unknown`; `StoreError.sealed` where its secret does not open; what the database says.
    package func test(_ id: Int64, in configuration: DistrictConfiguration) async throws -> ChannelAnswer {
        let hook = try await webhook(id, in: configuration.id)
        let secret = try Self.secret(of: hook, in: configuration.id, under: engine.keys)
        let now = try await engine.now()
        let name = "\(configuration.code)/test/\(now.microseconds)"
        let body: JSONValue = [
            "specversion": "1.0", "id": .string(name), "source": .string("urn:whistle:\(configuration.code)"),
            "type": "whistle.test", "time": .string(now.description), "datacontenttype": "application/json",
            "data": [:],
        ]
        let words = MessageWords(title: body.canonicalText, lines: [], facts: [:])
        let call = OutgoingCall(id: name, address: .group, templates: [], words: words, at: now)
        return await WebhookChannel(hook, secret: secret, guardian: guardian, isGone: {}).send(call)
    }

    /// The secret of a webhook, opened.
    ///
    /// - Throws: `StoreError.sealed`, `Fault.noKeys`.
    static func secret(of hook: Webhook, in district: DistrictID, under keys: KeyRing?) throws -> WebhookSecret {
        guard let keys else { throw Fault.noKeys }
        let text = try keys.open(hook.sealedSecret, for: Webhook.purpose(hook.id, in: district))
        guard let secret = WebhookSecret(String(decoding: text, as: UTF8.self)) else {
            throw StoreError.sealed(.damaged)
        }
        return secret
    }
}
