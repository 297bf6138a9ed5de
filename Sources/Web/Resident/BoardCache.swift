import PGStore
import Synchronization
import Workflow

/// Which page of which board.
struct BoardKey: Hashable {
    let district: DistrictID
    let language: Language
    let after: EndedPlace?
    let limit: Int

    init(_ call: Call, _ after: EndedPlace?, _ limit: Int) {
        district = call.configuration.id
        language = call.language
        self.after = after
        self.limit = limit
    }
}

/// Pages of boards, each kept for a minute: everybody looks at the same few.
final class BoardCache: Sendable {
    private let pages = Mutex<[BoardKey: (page: JSONValue, until: ContinuousClock.Instant)]>([:])
    private let life: Duration
    private let most = 64

    init(life: Duration = .seconds(60)) {
        self.life = life
    }

    /// A page: the kept one, else a new one.
    ///
    /// - Throws: what making it throws.
    func page(_ key: BoardKey, make: () async throws -> JSONValue) async throws -> JSONValue {
        let now = ContinuousClock.now
        if let kept = pages.withLock({ $0[key] }), kept.until > now { return kept.page }
        let page = try await make()
        pages.withLock { pages in
            if pages.count >= most { pages = pages.filter { $0.value.until > now } }
            if pages.count < most { pages[key] = (page, now + life) }
        }
        return page
    }
}
