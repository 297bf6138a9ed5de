import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// Lists that tell of themselves.
enum LiveEndpoints {
    static let all = [list]

    static let list = Endpoint(
        .get,
        "/api/v1/live/matters",
        id: "followMatters",
        tag: .matters,
        summary: Bilingual(
            zh: "清单的实时动态（server-sent events）：按 Last-Event-ID 续传，不丢一条",
            en: "What happens to a list, live (server-sent events): resumed by Last-Event-ID, nothing skipped"
        ),
        access: .scope(.readMatters),
        parameters: MatterEndpoints.choices + [
            Parameter(
                "since",
                in: .query,
                .words(max: 100),
                zh: "清单的 Feed-Cursor：从读清单之时起",
                en: "the list's Feed-Cursor: from when it was read"
            ),
            Parameter(
                "Last-Event-ID",
                in: .header,
                .words(max: 100),
                zh: "最后收到的动态；浏览器重连时自己会带上",
                en: "the last event that arrived; browsers send it by themselves when they come again"
            ),
        ],
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "事件 matter：数据为 LiveMatter；事件 reload：请重新读取清单",
                    en: "events “matter” with a LiveMatter as data; “reload”: read the list anew"
                ),
                body: event,
                mediaTypes: ["text/event-stream"]
            )
        ],
        refusals: [.forbidden, .unprocessableContent, .serviceUnavailable]
    ) { call in
        // What cannot be listened to is refused before the stream begins.
        _ = try call.filter(for: try await call.seated(), in: call.configuration)
        let seat = try call.parts.listeners.take()
        // Before the head goes out: whatever happens after it has come is told.
        let now = try await call.engine.feedCursor()
        let start = LiveStart(call.text("Last-Event-ID") ?? call.text("since"), now: now)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"],
            body: ResponseBody { writer in
                var stream = EventStream(writer)
                do {
                    try await call.tell(&stream, from: start)
                } catch is LiveEnd {
                    // It comes again by itself.
                }
                try await stream.finish()
                withExtendedLifetime(seat) {}
            }
        )
    }

    /// An event as the stream bears it.
    static let event = Shape.object([
        .optional("id", .words(max: 100)), .optional("event", .word(["matter", "reload"])),
        .init("data", .embedded(.either([change, .object([])]))),
    ]).called("LiveEvent")

    private static let change = Shape.object([
        .init("number", .number), .init("seq", MatterShapes.seq), .init("act", Shape.name.orNull),
        .init("clock", Shape.name.orNull.noted(zh: "到点的时限", en: "the clock that struck")),
        .init("at", Shape.instant.orNull),
        .init("is_listed", Shape.flag.noted(zh: "是否仍在清单中", en: "whether it is in the list now")),
        .init("matter", MatterShapes.line.orNull),
    ]).called("LiveMatter")
}

/// From where on a client is told.
private struct LiveStart {
    let cursor: FeedCursor
    /// What it gave is no place of ours: of an older program, or of somebody else.
    let isStrange: Bool

    init(_ text: String?, now: FeedCursor) {
        let text = text.flatMap { $0.isEmpty ? nil : $0 }
        let given = text.flatMap { FeedCursor($0) }
        cursor = given ?? now
        isStrange = text != nil && given == nil
    }
}

/// Why a stream ends that nothing is wrong with: its time is over, or who listens may do so no more.
private struct LiveEnd: Error {}

extension Call {
    /// Tells a client what happens to its list, until it goes or its time is over.
    fileprivate func tell(_ stream: inout EventStream, from start: LiveStart) async throws {
        let begun = ContinuousClock.now
        try await stream.retry(after: .seconds(2))
        if start.isStrange { try await stream.event("reload", id: start.cursor, .object([:])) }
        var checked = begun
        var list: LiveList?
        try await parts.live.listen(to: configuration.id, after: start.cursor) { news in
            let now = ContinuousClock.now
            guard now - begun < parts.limits.live else { throw LiveEnd() }
            if now - checked >= parts.limits.beat {
                try await checkCredential()
                checked = now
            }
            let current = try await current(list)
            list = current
            try await tell(news, current, &stream)
        }
    }

    private func tell(_ news: LiveNews, _ list: LiveList, _ stream: inout EventStream) async throws {
        #if DEBUG
            defer { precondition(stream.faults.isEmpty, "an event that the document does not say: \(stream.faults)") }
        #endif
        switch news {
        case .tooMuch(let cursor): try await stream.event("reload", id: cursor, .object([:]))
        case .changes(let changes, let cursor):
            for change in changes {
                if let json = list.json(change) { try await stream.event("matter", id: change.cursor, json) }
            }
            if ContinuousClock.now - stream.written >= parts.limits.beat { try await stream.move(to: cursor) }
        }
    }

    /// Lets go who has signed out, or may no longer do this.
    private func checkCredential() async throws {
        let identity = try person().identity
        guard try await credential?.stillMeans(identity, parts.accounts) ?? false else { throw LiveEnd() }
    }

    /// The list as whoever asks may have it now: posts begin and end, and units change; made anew only where they did.
    private func current(_ known: LiveList?) async throws -> LiveList {
        let configuration = try await parts.configurations.configuration(of: configuration.id)
        let now = try await now()
        let identity = try person().identity
        guard let person = configuration.people[identity.account], person.party.person == identity.person else {
            throw LiveEnd()
        }
        let party = person.party.seated(at: now, in: configuration.context(at: now))
        if let known, known.party == party, known.configuration.revision == configuration.revision { return known }
        do throws(Fault) {
            let filter = try filter(for: party, in: configuration)
            return LiveList(filter: filter, party: party, configuration: configuration, language: language)
        } catch {
            throw LiveEnd()
        }
    }
}
