import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension AdministrationEndpoints {
    static let deadLetters = Endpoint(
        .get,
        "/api/v1/dead-letters",
        id: "listDeadLetters",
        tag: .administration,
        summary: Bilingual(
            zh: "死信：没能触发的定时、没能投递的消息，及其原因；系统管理员",
            en:
                "Timers that could not fire and messages that could not be delivered, and why; the system administrator's"
        ),
        access: .scope(.administration),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "每类至多 1000 条，最早的在前", en: "1,000 of each kind at the most, the oldest first"),
                body: .object([
                    .init("timers", .list(timer, max: 1_000)), .init("messages", .list(message, max: 1_000)),
                    .init("postings", .list(posting, max: 1_000)),
                ])
            )
        ],
        refusals: [.forbidden]
    ) { call in
        let letters = try await call.deadLetters()
        let district = call.configuration.id
        let (timers, messages) = try await letters.list(district)
        let postings = try await letters.postings(district)
        return call.json([
            "timers": .array(
                timers.map { timer in
                    [
                        "ticket": .string("\(timer.key.ticket)"), "clock": .string(timer.key.clock),
                        "step": .string(timer.key.step), "due_at": .string(timer.due.description),
                        "code": .string(timer.code), "reason": .string(timer.reason),
                        "died_at": .string(timer.diedAt.description),
                    ]
                }
            ),
            "messages": .array(
                messages.map { message in
                    [
                        "id": .int(message.id), "ticket": .string("\(message.ticket)"), "seq": .int(Int64(message.seq)),
                        "attempts": .int(Int64(message.attempts)), "reason": .string(message.reason),
                        "died_at": .string(message.diedAt.description),
                    ]
                }
            ),
            "postings": .array(
                postings.map { posting in
                    [
                        "id": .int(posting.id), "channel": .string(posting.channel),
                        "ticket": posting.ticket.map { .string("\($0)") } ?? .null,
                        "attempts": .int(Int64(posting.attempts)), "reason": .string(posting.reason),
                        "died_at": .string(posting.diedAt.description),
                    ]
                }
            ),
        ])
    }

    static let resend = Endpoint(
        .post,
        "/api/v1/dead-letters/resend",
        id: "resendDeadLetters",
        tag: .administration,
        summary: Bilingual(
            zh: "重新投递死信；不再需要的丢弃",
            en: "Send dead letters again; what is wanted no more is dropped"
        ),
        access: .scope(.administration),
        body: .object([
            .optional("timers", .list(key, max: 1_000)), .optional("messages", .list(id, max: 1_000)),
            .optional("postings", .list(id, max: 1_000)),
        ]).called("Resending"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "各有多少在路上，多少丢弃", en: "how many of each are on their way, and were dropped"),
                body: .object([
                    .init("timers", count), .init("dropped", count), .init("messages", count), .init("postings", count),
                ])
            )
        ],
        refusals: [.forbidden]
    ) { call in
        let letters = try await call.deadLetters()
        let district = call.configuration.id
        var (timers, dropped, messages) = (0, 0, 0)
        for timer in call.body["timers"]?.array ?? [] {
            guard let number = timer["ticket"]?.string.flatMap({ TicketNumber($0) }) else { continue }
            let key = DeadTimerRow.Key(
                ticket: number.id,
                clock: timer["clock"]?.string ?? "",
                step: timer["step"]?.string ?? ""
            )
            switch try await letters.resend(timer: key, in: district) {
            case .resent: timers += 1
            case .dropped: dropped += 1
            case .kept, .unknown: break
            }
        }
        for id in call.body["messages"]?.array?.compactMap(\.int) ?? []
        where try await letters.resend(message: id, in: district) == .resent {
            messages += 1
        }
        let ids = call.body["postings"]?.array?.compactMap(\.int) ?? []
        let postings = ids.isEmpty ? 0 : try await letters.resend(postings: ids, in: district)
        return call.json([
            "timers": .int(Int64(timers)), "dropped": .int(Int64(dropped)), "messages": .int(Int64(messages)),
            "postings": .int(Int64(postings)),
        ])
    }

    static let giveUp = Endpoint(
        .post,
        "/api/v1/dead-letters/giving-up",
        id: "giveUpDeadLetters",
        tag: .administration,
        summary: Bilingual(
            zh: "放弃死信里的消息，不再发送；记入安全日志。定时不能放弃；系统管理员",
            en:
                "Give dead messages up: they are never sent, which the security log has. Timers cannot be; the system administrator's"
        ),
        access: .scope(.administration),
        body: .object([
            .optional("messages", .list(id, max: 1_000)), .optional("postings", .list(id, max: 1_000)),
        ]).called("GivingUp"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "各放弃多少", en: "how many of each were given up"),
                body: .object([.init("messages", count), .init("postings", count)])
            )
        ],
        refusals: [.forbidden]
    ) { call in
        let letters = try await call.deadLetters()
        let given = try await letters.giveUp(
            messages: call.body["messages"]?.array?.compactMap(\.int) ?? [],
            postings: call.body["postings"]?.array?.compactMap(\.int) ?? [],
            in: call.configuration.id,
            by: try call.writer()
        )
        return call.json(["messages": .int(Int64(given.messages)), "postings": .int(Int64(given.postings))])
    }

    private static let id = Shape.integer(1...Int64.max)
    private static let count = Shape.integer(0...1_000)
    private static let words = Shape.words(max: 2_000)
    private static let key = Shape.object([
        .init("ticket", .number), .init("clock", .words(max: 100)), .init("step", .words(max: 100)),
    ])
    private static let timer = Shape.object([
        .init("ticket", .number), .init("clock", words), .init("step", words), .init("due_at", .instant),
        .init("code", words), .init("reason", words), .init("died_at", .instant),
    ]).called("DeadTimer")
    private static let message = Shape.object([
        .init("id", id), .init("ticket", .number), .init("seq", MatterShapes.seq),
        .init("attempts", .integer(0...Int64.max)),
        .init("reason", words), .init("died_at", .instant),
    ]).called("DeadMessage")
    private static let posting = Shape.object([
        .init("id", id), .init("channel", words), .init("ticket", Shape.number.orNull),
        .init("attempts", .integer(0...Int64.max)), .init("reason", words), .init("died_at", .instant),
    ]).called("DeadPosting")
}

extension Call {
    /// The district's dead letters, for who keeps its system.
    ///
    /// - Throws: `Fault` with `not_administrator`.
    fileprivate func deadLetters() async throws -> DeadLetters {
        try await requireSystemAdministrator()
        return DeadLetters(engine: engine)
    }
}
