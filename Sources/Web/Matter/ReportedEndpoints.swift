import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// 我上报的: what somebody reported, wherever it is now.
enum ReportedEndpoints {
    static let all = [list]

    private static let list = Endpoint(
        .get,
        "/api/v1/reported-matters",
        id: "listReportedMatters",
        tag: .matters,
        summary: Bilingual(
            zh: "您本人上报的诉求，新的在前：不论现在在谁手里，已办结的也在内",
            en:
                "The matters that you reported yourself, the latest first: whoever has them now, and also those that have ended"
        ),
        access: .scope(.readMatters),
        parameters: [
            Parameter(
                "before",
                in: .query,
                .number,
                zh: "上一页最后一件的编号",
                en: "the number of the last one of the page before"
            ),
            Parameter(
                "before_at",
                in: .query,
                .instant,
                zh: "上一页最后一件的上报时间，随 before 一起给出",
                en: "when the last one of the page before was reported, given with before"
            ),
            .limit(of: 200),
        ],
        answers: [
            MatterShapes.page()
        ],
        refusals: [.unprocessableContent]
    ) { call in
        let limit = call.number("limit") ?? 50
        let party = try await call.seated()
        // Nobody in person: a program reports nothing of its own.
        guard let person = party.person else { return call.json(["matters": []]) }
        let ticket = call.text("before").flatMap { TicketNumber($0)?.id }
        let at = call.text("before_at").flatMap { Instant(rfc3339: $0) }
        guard (ticket == nil) == (at == nil) else { throw Fault.halfAPlace }
        let lines = try await call.engine.reported(
            by: person,
            in: call.configuration.id,
            before: ticket.flatMap { ticket in at.map { ($0, ticket) } },
            limit: limit,
            as: Reader(party, in: call.configuration)
        )
        var headers: HTTPFields = [:]
        if lines.count == limit, let last = lines.last {
            headers[.link] = call.next(["before": "\(last.id.rawValue)", "before_at": last.reportedAt.description])
        }
        return call.json(["matters": .array(lines.compactMap { call.json($0, for: party) })], headers: headers)
    }
}

extension Fault {
    /// With half of a page's beginning the first page would be told again and again.
    fileprivate static let halfAPlace = Fault(
        .unprocessableContent,
        "half_a_place",
        zh: "before 和 before_at 要一起给出",
        en: "before and before_at are given together"
    )
}
