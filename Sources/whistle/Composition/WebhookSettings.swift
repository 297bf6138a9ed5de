import Messaging

extension Settings {
    /// Where webhooks may go.
    ///
    /// - Throws: `Complaint` where a network is none.
    func webhookGuard() throws -> AddressGuard {
        guard let guardian = AddressGuard(allowing: webhookNetworks) else {
            throw Self.bad(
                "WHISTLE_WEBHOOK_ALLOW",
                webhookNetworks.joined(separator: ","),
                "10.20.0.0/16, 192.168.1.5"
            )
        }
        return guardian
    }
}
