import Foundation
import Messaging
import TestSupport
import Testing
import Workflow

/// Mail to a real server on loopback: STARTTLS, a password, a Chinese subject.
@Suite(.enabled(if: MailReceiver.isThere, "skipped: no aiosmtpd under var/venv; dev/setup installs it"))
struct MailTests {
    private static let call = OutgoingCall(
        id: "610902-17",
        address: .mailboxes(["office@water.example.cn", "duty@water.example.cn"]),
        templates: ["letter"],
        words: MessageWords(
            title: "【吹哨】20261121-000007 派单：签收时限 2026-11-21 14:30（还剩 25 分钟）",
            lines: ["事项：水务/漏水", ".", "责任单位：水务局"],
            facts: [:]
        ),
        at: Instant(seconds: 1_763_700_000)
    )

    private static func channel(_ server: String, authorities: String?, password: String = "geheim") throws
        -> MailChannel
    {
        let text = """
            secrets: {mail: {env: MAIL}}
            mail:
              server: \(server)
              user: whistle
              password: mail
              from: whistle@city.example.cn
              units: {W: [office@water.example.cn]}
              \(authorities.map { "authorities: \($0)" } ?? "")
            """
        let book = try ChannelBook(yaml: text, secrets: .test(["MAIL": password]))
        return MailChannel(try #require(book.mail))
    }

    @Test func `a message arrives as it was meant, by STARTTLS and with a password`() async throws {
        try await MailReceiver.with { receiver in
            let channel = try Self.channel("smtp://localhost:\(receiver.port)", authorities: receiver.certificate)
            #expect(await channel.send(Self.call) == .accepted(receipt: nil, words: "250"))
            let mail = try await receiver.mail()
            #expect(mail["subject"] == Self.call.words.title)
            #expect(mail["message-id"] == "<610902-17@city.example.cn>")
            #expect(mail["from"] == "whistle@city.example.cn")
            #expect(mail["receivers"] == "office@water.example.cn,duty@water.example.cn")
            #expect(mail["body"]?.replacing("\r\n", with: "\n") == Self.call.words.text)
            #expect(mail["date"] == "Fri, 21 Nov 2025 04:40:00 +0000")
            #expect(mail["user"] == "whistle" && mail["encrypted"] == "true")
        }
    }

    @Test func `a wrong password is final, and so is what is not trusted or not encrypted`() async throws {
        try await MailReceiver.with { receiver in
            let server = "smtp://localhost:\(receiver.port)"
            let wrong = try Self.channel(server, authorities: receiver.certificate, password: "other")
            let answer = await wrong.send(Self.call)
            guard case .refused(let words) = answer else { return #expect(Bool(false), "\(answer)") }
            #expect(words.hasPrefix("535") && !words.contains("other"))
            guard case .failed = await (try Self.channel(server, authorities: nil)).send(Self.call) else {
                return #expect(Bool(false), "a certificate of nobody was trusted")
            }
        }
        try await MailReceiver.with(encrypts: false) { receiver in
            let channel = try Self.channel("smtp://localhost:\(receiver.port)", authorities: receiver.certificate)
            guard case .failed = await channel.send(Self.call) else {
                return #expect(Bool(false), "it was said in the open")
            }
        }
    }

    @Test func `a server that is not there fails`() async throws {
        let channel = try Self.channel("smtp://127.0.0.1:1", authorities: nil)
        guard case .failed = await channel.send(Self.call) else { return #expect(Bool(false)) }
    }
}
