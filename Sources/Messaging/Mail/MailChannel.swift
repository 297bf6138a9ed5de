import CCurl
import NIOPosix
import Workflow

/// Mail by SMTP, sent by libcurl: with TLS from the start (`smtps`), or with STARTTLS, without which nothing is said.
package struct MailChannel: Channel {
    private let plan: ChannelBook.MailPlan

    /// Its name.
    package var name: String { ChannelBook.mailName }
    /// Its limit.
    package var perMinute: Int? { plan.perMinute }
    /// The usual.
    package var patience: Patience { Patience() }

    /// Makes it.
    package init(_ plan: ChannelBook.MailPlan) {
        self.plan = plan
    }

    /// Sends a mail; a server's 5xx is final, anything else is tried again.
    package func send(_ call: OutgoingCall) async -> ChannelAnswer {
        guard case .mailboxes(let boxes) = call.address, !boxes.isEmpty else { return .refused(words: "no mailbox") }
        let text = MailText(
            id: call.id,
            from: plan.from,
            to: boxes,
            subject: call.words.title,
            body: call.words.text,
            at: call.at
        )
        let (plan, bytes) = (plan, text.bytes)
        do {
            // libcurl blocks: not on the threads that everybody shares.
            return try await NIOThreadPool.singleton.runIfActive { Self.send(bytes, to: boxes, plan) }
        } catch {
            return .failed(words: "stopping")
        }
    }

    private static let begun: Int32 = whistle_mail_begin()

    private static func send(_ bytes: [UInt8], to boxes: [String], _ plan: ChannelBook.MailPlan) -> ChannelAnswer {
        guard begun == 0 else { return .failed(words: "libcurl \(begun)") }
        var answer = 0
        var words = [CChar](repeating: 0, count: 256)
        let code = withCStrings([plan.server, plan.user, plan.password, plan.from, plan.authorities]) { texts in
            withCStrings(boxes) { receivers in
                bytes.withUnsafeBytes { bytes in
                    receivers.withUnsafeBufferPointer { receivers in
                        var mail = whistle_mail()
                        mail.url = texts[0]
                        mail.user = texts[1]
                        mail.password = texts[2]
                        mail.sender = texts[3]
                        mail.authorities = texts[4]
                        mail.receivers = receivers.baseAddress
                        mail.receiver_count = receivers.count
                        mail.text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                        mail.length = bytes.count
                        mail.must_encrypt = plan.mustEncrypt ? 1 : 0
                        mail.seconds = 20
                        return whistle_mail_send(&mail, &answer, &words)
                    }
                }
            }
        }
        let said = String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if code == 0 { return .accepted(receipt: nil, words: "\(answer)") }
        return (500..<600).contains(answer) ? .refused(words: "\(answer) \(said)") : .failed(words: "\(code) \(said)")
    }

    /// Texts as C has them, for the length of a closure; what is nil stays so.
    private static func withCStrings<Value>(
        _ texts: [String?],
        _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { $0.map { Array($0.utf8CString) } }
        func next(_ index: Int, _ found: [UnsafePointer<CChar>?]) -> Value {
            guard index < copies.count else { return body(found) }
            guard let copy = copies[index] else { return next(index + 1, found + [nil]) }
            return copy.withUnsafeBufferPointer { next(index + 1, found + [$0.baseAddress]) }
        }
        return next(0, [])
    }
}
