import Dispatcher
import HTTPTypes
import PGStore
import Workflow

/// Who is responsible where (网格治理组织体系图).
enum ResponsibilityEndpoint {
    private static let usual = 300

    static let chart = Endpoint(
        .get,
        "/api/v1/responsibility",
        id: "readResponsibility",
        tag: .units,
        summary: Bilingual(
            zh: "责任体系图：您的单位及其下级，各有哪些岗位、现由谁担任，每一支里有多少空岗和明日空班",
            en: """
                Who is responsible where: your units and all below, with their posts and who holds them now, and how many posts \
                are empty and hours of tomorrow uncovered in each branch
                """
        ),
        access: .scope(.readPeople),
        parameters: [
            Parameter(
                "under",
                in: .query,
                .text(max: 100),
                zh: "从此单位看；须是您的单位、其下级，或同一地域上另一条线的",
                en: "as seen from this unit: one of yours, below them, or of another line on the same ground"
            ),
            Parameter("amiss", in: .query, .flag, zh: "只列有空岗、空班的分支", en: "branches in which something is amiss only"),
            Parameter(
                "limit",
                in: .query,
                .integer(1...Int64(ResponsibilityChart.most)),
                zh: "最多几个单位，默认 \(usual)；再下一层整层列入会超过时不列（is_cut）。最上单位的直接下级不受此限",
                en: """
                    units at the most, \(usual) if not given: a level that would be more is left out whole (is_cut), but for what \
                    is right below the first units
                    """
            ),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "单位自上而下，同级按编码；空岗按现在，空班按 day（明日）",
                    en:
                        "units from the top down, those of a level by their codes; posts as of now, duty as of day (tomorrow)"
                ),
                body: .object([
                    .init("day", PostEndpoints.date), .init("units", .list(branch, max: 2_000_000)),
                    .init("amiss", amiss), .init("is_more", .flag),
                ])
            )
        ],
        refusals: [.forbidden, .unprocessableContent]
    ) { call in
        let now = try await call.now()
        let calendar = call.configuration.calendars.standard
        let tomorrow = calendar.local(now).date.adding(days: 1)
        let chart = ResponsibilityChart(
            call.configuration,
            ResponsibilityChart.Question(
                roots: try call.chartRoots(at: now),
                now: now,
                tomorrow: tomorrow,
                isAmissOnly: call.flag("amiss"),
                limit: call.number("limit") ?? usual
            )
        )
        return call.json([
            "day": .string(tomorrow.description), "units": .array(chart.branches.map { call.json($0) }),
            "amiss": call.json(chart.amiss), "is_more": .bool(chart.isMore),
        ])
    }

    private static let count = Shape.integer(0...1_000_000)
    private static let amiss = Shape.object([
        .init("posts", count.noted(zh: "空岗", en: "posts that nobody fills")),
        .init("duty", count.noted(zh: "无人值守的时段", en: "stretches without anybody on duty")),
    ]).called("Amiss")
    private static let branch = Shape.object([
        .init("unit", MatterShapes.unit), .init("kind_title", .words(max: 500)),
        .init(
            "parent",
            Shape.text(max: 100).orNull.noted(zh: "其上级；最上的为 null", en: "the unit above; null: it is a first one")
        ),
        .init(
            "is_other_line",
            Shape.flag.noted(
                zh: "同一地域上另一条线（如党组织）的最上单位",
                en: "the first of another line on the ground, such as the party's"
            )
        ),
        .init(
            "posts",
            .list(.object([.init("post", PostEndpoints.post), .init("is_amiss", .flag)]), max: 10_000)
        ),
        .init(
            "is_without_people",
            Shape.flag.noted(zh: "该有人而一个岗位也没有，计入 amiss", en: "it needs people and has no post: one of amiss")
        ),
        .init("uncovered", .list(PostEndpoints.gap, max: 10_000)),
        .init("amiss", amiss), .init("below", count.noted(zh: "下级单位数", en: "units below it")),
        .init("is_cut", Shape.flag.noted(zh: "有下级，没有列出：用 under 再看", en: "those below are left out: ask by under")),
    ]).called("Responsibility")
}

extension Call {
    /// The units with which the chart begins: that of `under`, or those of their posts, but for what is below another of them.
    fileprivate func chartRoots(at now: Instant) throws(Fault) -> [UnitID] {
        let territory = configuration.territory
        let posts = try seated(at: now).posts
        let own = Set(posts.map(\.unit))
        if let code = text("under") {
            let unit = try unit(code).id
            guard configuration.isInChart(unit, of: own) else { throw .notYours(code) }
            return [unit]
        }
        return own.filter { unit in !own.contains { territory.isAbove($0, of: unit) } }
            .sorted { (territory[$0]?.code ?? "") < (territory[$1]?.code ?? "") }
    }

    fileprivate func json(_ amiss: ResponsibilityChart.Amiss) -> JSONValue {
        ["posts": .int(Int64(amiss.posts)), "duty": .int(Int64(amiss.duty))]
    }

    fileprivate func json(_ branch: ResponsibilityChart.Branch) -> JSONValue {
        let territory = configuration.territory
        return [
            "unit": configuration.json(branch.unit),
            "kind_title": .string(territory[branch.unit].map { KnownKinds.title($0.kind)(language) } ?? ""),
            "parent": .orNull(branch.parent.flatMap { territory[$0]?.code }),
            "is_other_line": .bool(branch.isOtherLine),
            "posts": .array(branch.posts.map { ["post": json($0.line), "is_amiss": .bool($0.isAmiss)] }),
            "is_without_people": .bool(branch.isWithoutPeople),
            "uncovered": .array(branch.uncovered.map { json($0) }), "amiss": json(branch.amiss),
            "below": .int(Int64(branch.below)), "is_cut": .bool(branch.isCut),
        ]
    }
}
