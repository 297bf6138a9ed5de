import Foundation
import TestSupport
import Testing

/// The daemon flags what is late without anyone asking.
@Suite struct LateMatterTests {
    @Test func `a matter past its limit is warned of and flagged by the daemon, at its due time`() async throws {
        let city = try await SharedCity.city
        // The limit that a superior gave: the shortest a user can set, and exact to the second.
        let due = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 12).rounded(.up))
        let number = try await city.file("target_due=\(Self.local(due))", text: "上级交办，限时办结")
        try await city.expect("act", number, "accept", "--as", "zhuyingdispatch1")

        // Nothing but looking from here on.
        var events: [Event] = []
        try await eventually("the expiry", within: .seconds(180)) {
            events = try await Self.events(city, number)
            return events.contains { $0.timer == "whole" && $0.step == "due" }
        }
        #expect(events.contains { $0.timer == "whole" && $0.step == "w0" && $0.at < due }, "no warning came first")
        let expiry = try #require(events.first { $0.step == "due" })
        #expect(expiry.at == due)
        #expect(expiry.recordedAt >= due)
        let shown = try await city.whistle("show", number)
        #expect(shown.output.contains("overdue: The whole matter"), "\(shown)")
        #expect(shown.output.contains("● red"), "\(shown)")
        let late = try await city.whistle("tickets", "--lamp", "red", "--json")
        #expect(late.output.contains(number))
        try await city.expect("verify")
    }

    /// What `show --json` says of a timer that fired.
    private struct Event {
        let at: Date
        let recordedAt: Date
        let timer: String?
        let step: String?
    }

    private static func events(_ city: City, _ number: String) async throws -> [Event] {
        let ticket = try await city.whistle("show", number, "--json").json
        return try (ticket["events"] as? [[String: Any]] ?? []).map { event in
            let payload = event["event"] as? [String: Any]
            let timer = payload?["timer"] as? [String: Any]
            return Event(
                at: try moment(event["at"]),
                recordedAt: try moment(event["recorded_at"]),
                timer: timer?["clock"] as? String,
                step: timer?["step"] as? String
            )
        }
    }

    private static func moment(_ value: Any?) throws -> Date {
        let text = try #require(value as? String)
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        return try format.parse(text)
    }

    /// As people of the district write a time.
    private static func local(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Shanghai")
        format.dateFormat = "yyyy-MM-dd'T'HH:mm:ss"
        return format.string(from: date)
    }
}
