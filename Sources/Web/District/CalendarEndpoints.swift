import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// When it is working time, and when something falls due.
enum CalendarEndpoints {
    static let all = [list, deadline, read, notice]

    static let list = Endpoint(
        .get,
        "/api/v1/calendars",
        id: "listCalendars",
        tag: .calendars,
        summary: Bilingual(zh: "工作日历", en: "Work calendars"),
        access: .scope(.readConfiguration),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "日历的名称", en: "their names"),
                body: .object([
                    .init("calendars", .list(.text(max: 200), max: 1_000)), .init("standard", .text(max: 200)),
                ])
            )
        ]
    ) { call in
        let book = call.configuration.calendars
        return call.json([
            "calendars": .array(book.names.map { .string($0) }), "standard": .string(book.standard.name),
        ])
    }

    static let deadline = Endpoint(
        .get,
        "/api/v1/deadline",
        id: "explainDeadline",
        tag: .calendars,
        summary: Bilingual(zh: "某时限自某时起何时到期，为什么", en: "When a limit that starts at a time falls due, and why"),
        access: .scope(.readConfiguration),
        parameters: [
            Parameter(
                "limit",
                in: .query,
                .text(max: 60),
                isRequired: true,
                zh: "时限，如 5wd、4wh、30m、24h、30d",
                en: "the limit, such as 5wd, 4wh, 30m, 24h, 30d"
            ),
            Parameter("from", in: .query, .instant, isRequired: true, zh: "起算时间", en: "when it starts"),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(zh: "到期", en: "when it is due"),
                body: .object([
                    .init("due_at", .instant), .init("is_provisional", .flag),
                    .init("why", .list(.words(max: 20_000), max: 100_000)),
                ])
            )
        ],
        refusals: [.unprocessableContent]
    ) { call in
        guard let from = call.text("from").flatMap({ Instant(rfc3339: $0) }), from.isPossible else {
            throw Fault(.unprocessableContent, "time_out_of_range", zh: "时间应在 1970–2200 年", en: "from 1970 to 2200")
        }
        let explanation: DeadlineExplanation
        do {
            explanation = try call.configuration.calendars.explain(limit: Limit(call.text("limit") ?? ""), from: from)
        } catch let error as LimitError {
            throw Fault(.unprocessableContent, "bad_limit", zh: "时限有误：\(error)", en: "\(error)")
        } catch let error as CalendarError {
            throw Fault(.unprocessableContent, "unknown_calendar", zh: "日历有误：\(error)", en: "\(error)")
        }
        let lines = explanation.text(in: call.language).split(separator: "\n").map { JSONValue.string(String($0)) }
        return call.json([
            "due_at": .string(explanation.due.description), "is_provisional": .bool(explanation.provisional),
            "why": .array(lines),
        ])
    }
}

extension Instant {
    /// Whether a matter can have it: from 1970 to 2200.
    fileprivate var isPossible: Bool { (0...7_258_118_400_000_000).contains(microseconds) }
}
