import HTTPTypes
import Web
import Workflow

/// 我上报的: what whoever has signed in reported, wherever it is now.
struct ReportedPage {
    let kit: PageKit

    private static let linesAPage: Int64 = 30

    var page: Endpoint {
        .page(
            .get,
            "/reported",
            kit,
            id: "pageReported",
            parameters: [
                Parameter("before", in: .query, .number, zh: "上一页最后一件", en: "the last one of the page before"),
                Parameter("before_at", in: .query, .instant, zh: "其上报时间", en: "when it was reported"),
            ]
        ) { [kit] call in
            let places = ["before", "before_at"]
            var values: [String: JSONValue] = ["limit": .int(Self.linesAPage)]
            for name in places {
                if let value = call.text(name) { values[name] = .string(value) }
            }
            let page = try await call.ask("listReportedMatters", values)
            let lines = try await call.lines(page.json, kit)
            return call.page(
                kit,
                "my-reports",
                title: kit.words.text("my_reports.title", call.language),
                [
                    "lines": .array(lines), "is_empty": .bool(lines.isEmpty),
                    "next": .orNull(page.next(places).map { "/reported?\($0)" }),
                ]
            )
        }
    }
}
