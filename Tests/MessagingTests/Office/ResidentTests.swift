import Dispatcher
import Messaging
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

/// What residents are told: their telephone is opened for this alone, and each time on record.
@Suite struct ResidentTests {
    @Test func `the resident is told by number alone, and that the telephone was opened is on record`() async throws {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with { city in
                try await city.messaging(MessengerTests.book(port)) {
                    let contact: [FieldName: String] = ["contact_phone": "+86 139-1234-5678", "contact_name": "王五"]
                    let ticket = try await city.engine.submit(city.filing(contact: contact)).ticket
                    let texts: [FieldName: String] = ["reason": "不属实", "route": "诉讼"]
                    try await city.act("decline", by: "desk", on: ticket, texts: texts)
                    try await eventually("it came") {
                        receiver.received.contains(where: { $0.json["tpl"]?.string == "R" })
                    }
                    let sms = try #require(receiver.received.first { $0.json["tpl"]?.string == "R" })
                    #expect(sms.json["to"]?.string == "13912345678")
                    let text = sms.json["text"]?.string ?? ""
                    #expect(text.contains("您反映的事项") && !text.contains("水务") && !text.contains("不属实"))
                    let looks = try await city.engine.looks(in: city.id, limit: 10)
                    #expect(looks.map(\.look.via) == [.message] && looks.map(\.fields) == [["contact_phone"]])
                    #expect(looks.first?.look.ticket == ticket && looks.first?.look.person == PersonID(0))
                    try await eventually("it is on record") {
                        try await city.callLog().contains(where: {
                            $0.receiver == "resident" && $0.address == "139****5678"
                        })
                    }
                }
            }
        }
    }

    @Test func `who gave no telephone is spared, and nothing is opened`() async throws {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with { city in
                try await city.messaging(MessengerTests.book(port)) {
                    let ticket = try await city.file()
                    let texts: [FieldName: String] = ["reason": "不属实", "route": "诉讼"]
                    try await city.act("decline", by: "desk", on: ticket, texts: texts)
                    try await eventually("it was spared") {
                        try await city.callLog().contains(where: { $0.receiver == "resident" && $0.outcome == "spared" }
                        )
                    }
                    #expect(try await city.engine.looks(in: city.id, limit: 10).isEmpty)
                    #expect(!receiver.received.contains(where: { $0.json["tpl"]?.string == "R" }))
                }
            }
        }
    }

    @Test func `what the resident is told waits for the end of quiet hours, also where it is tried again then`()
        async throws
    {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with { city in
                let contact: [FieldName: String] = ["contact_phone": "13912345678"]
                let ticket = try await city.engine.submit(city.filing(contact: contact)).ticket
                let texts: [FieldName: String] = ["reason": "不属实", "route": "诉讼"]
                try await city.act("decline", by: "desk", on: ticket, texts: texts)
                let posting = NewPosting(
                    source: .letter(1),
                    channel: "sms",
                    receiver: .resident,
                    ticket: ticket,
                    seq: 2,
                    payload: MessageContent.letter(about: "decline", people: [], ring: 0).json
                )
                _ = try await city.engine.pool.query(NewPosting.insert(city.id, [posting]))
                let hour = city.configuration.calendars.standard.local(try await city.engine.now()).time.hour
                func time(_ hour: Int) -> TimeOfDay { TimeOfDay(hour: (hour + 24) % 24, minute: 0) ?? .midnight }
                let quiet = MessageRules.Quiet(from: time(hour - 1), until: time(hour + 2))
                let rules = try #require(MessageRules(digests: [time(hour + 6)], quiet: quiet, gapsAt: nil))
                _ = try await city.engine.tell(by: rules, in: city.id)
                try await city.messaging(MessengerTests.book(port)) {
                    let waits = """
                        SELECT count(*) FROM posting WHERE district_id = \(city.id.rawValue) AND attempts = 0 AND lease = 1
                            AND next_at > clock_timestamp() + interval '30 minutes'
                        """ as Query
                    try await eventually("it waits") { try await city.count(waits) == 1 }
                    #expect(receiver.received.isEmpty)
                    #expect(try await city.engine.looks(in: city.id, limit: 10).isEmpty)
                }
            }
        }
    }

    @Test func `a digest is one message a person, with how many matters press`() async throws {
        try await HTTPReceiver.with { receiver, port in
            try await TestDistrict.with { city in
                try await city.telephones(["desk": "13800000001"])
                let hour = city.configuration.calendars.standard.local(try await city.engine.now()).time.hour
                let time = TimeOfDay(hour: (hour + 6) % 24, minute: 0) ?? .midnight
                let rules = try #require(MessageRules(digests: [time], quiet: nil, gapsAt: nil))
                _ = try await city.engine.tell(by: rules, in: city.id)
                try await city.messaging(MessengerTests.book(port)) {
                    _ = try await city.file(count: 3)
                    try await eventually("they wait") { try await city.engine.waiting(in: city.id).messages == 6 }
                    try await city.tamper(
                        "UPDATE digest SET next_at = clock_timestamp() WHERE district_id = \(city.id.rawValue)"
                    )
                    city.engine.hints.wrote(Hints.Write(district: city.id, tellsSomebody: true))
                    try await eventually("it came") { !receiver.received.isEmpty }
                    try await eventually("nothing waits") { try await city.postings() == 0 }
                    let sms = try #require(receiver.received.first)
                    #expect(receiver.received.count == 1 && sms.json["tpl"]?.string == "D")
                    #expect(sms.json["p"]?.array?.first?.string == "3" && sms.json["to"]?.string == "13800000001")
                }
            }
        }
    }
}
