import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension ResidentEndpoints {
    static let board = Endpoint(
        .get,
        "/api/v1/public/board",
        id: "readBoard",
        tag: .residents,
        summary: Bilingual(
            zh: "公示栏：最近 90 天办结的诉求，不含个人信息",
            en: "The board: matters handled in the last 90 days, without personal data"
        ),
        access: .anybody,
        parameters: [
            Parameter("after", in: .query, .text(max: 64), zh: "上一页的 next", en: "next of the page before"),
            Parameter("limit", in: .query, .integer(1...100), zh: "每页至多，默认 50", en: "at most a page; 50 if not given"),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "一页；保密、受限的不列，故可能不满",
                    en: "a page; what is secret or restricted is left out, so it may be short"
                ),
                body: ResidentShapes.board
            )
        ],
        refusals: [.unprocessableContent, .tooManyRequests]
    ) { call in
        try call.admitted { () throws(ResidentRefusal) in try call.residents.read(from: call.address) }
        let limit = call.number("limit") ?? 50
        let after = try call.text("after").map { (text) throws(Fault) in
            guard let place = EndedPlace(text) else { throw .unknownPlace }
            return place
        }
        let page = try await call.parts.boards.page(BoardKey(call, after, limit)) {
            try await call.boardPage(after, limit)
        }
        return call.json(page, headers: [.cacheControl: "public, max-age=60"])
    }

    static let categories = Endpoint(
        .get,
        "/api/v1/public/categories",
        id: "listCategories",
        tag: .residents,
        summary: Bilingual(zh: "可选的诉求类别", en: "The categories that a matter can bear"),
        access: .anybody,
        answers: [
            .init(
                .ok,
                MatterEndpoints.found,
                body: .object([.init("categories", .list(.words(max: 500), max: 100_000))])
            )
        ],
        refusals: [.tooManyRequests]
    ) { call in
        try call.admitted { () throws(ResidentRefusal) in try call.residents.read(from: call.address) }
        let names = call.configuration.directory.categories.filter { !$0.isEmpty }.sorted()
        return call.json(
            ["categories": .array(names.map { .string($0) })],
            headers: [.cacheControl: "public, max-age=60"]
        )
    }
}

extension Call {
    /// A page of the board: places down to the community, no words, nobody's name, no number.
    fileprivate func boardPage(_ after: EndedPlace?, _ limit: Int) async throws -> JSONValue {
        let boards = configuration.boards
        let since = try await now().advanced(bySeconds: -90 * 86_400)
        let lines = try await engine.ended(
            in: configuration.id,
            since: since,
            states: Array(Set(boards.flatMap(\.states))).sorted(),
            after: after,
            limit: limit
        )
        let next = lines.count == limit ? lines.last.flatMap { EndedPlace($0)?.text } : nil
        return ["matters": .array(lines.compactMap(boardLine)), "next": .orNull(next)]
    }

    private func boardLine(_ line: TicketLine) -> JSONValue? {
        guard let definition = configuration.machine(line.definition)?.definition, let board = definition.privacy.board,
            definition.isPublic(line.state, line.glance.facts), let end = line.closedAt,
            let place = configuration.territory.nearest(board.place, from: line.place)
        else { return nil }
        func shown(_ field: FieldName?) -> JSONValue {
            guard let field, let value = line.glance.facts[field]?.string,
                case .choice(let choices)? = definition.fields[field]?.form
            else { return .null }
            return .string(choices[value]?(language) ?? value)
        }
        return [
            "category": .string(line.category), "place": .string(configuration.unitName(place)),
            "ended_at": .string(end.description),
            "days": .int(max(0, end.microseconds - line.reportedAt.microseconds) / 86_400_000_000),
            "outcome": shown(board.outcome), "rating": shown(board.rating),
        ]
    }
}

extension DistrictConfiguration {
    /// The boards of the definitions that are published now.
    fileprivate var boards: [Board] {
        [DefinitionName("issue")].compactMap { $0 }.compactMap { machine(latest: $0)?.definition.privacy.board }
    }
}

extension Fault {
    fileprivate static let unknownPlace = Fault(
        .unprocessableContent,
        "unknown_place",
        zh: "after 应为上一页的 next",
        en: "after is next of the page before"
    )
}

extension EndedPlace {
    /// Behind a line; nil where it has not ended.
    fileprivate init?(_ line: TicketLine) {
        guard let at = line.closedAt else { return nil }
        self.init(at: at, ticket: line.id)
    }

    /// Reads what `text` wrote.
    fileprivate init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int64($0) }
        guard parts.count == 2, parts[0] >= 0, parts[0] < 7_258_118_400_000_000, parts[1] > 0 else { return nil }
        self.init(at: Instant(microseconds: parts[0]), ticket: TicketID(parts[1]))
    }

    fileprivate var text: String { "\(at.microseconds)-\(ticket)" }
}
