import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension PostEndpoints {
    static let handOver = Endpoint(
        .post,
        "/api/v1/posts/hand-over",
        id: "handOverPosts",
        tag: .units,
        summary: Bilingual(
            zh: "移交：结束岗位，由继任者接任，未办结的一并转交；两人的岗位都须在辖内。中断后再发一次即可",
            en: """
                Hand posts over: the giver's end, the successor's begin, open matters go along; both people are of the \
                part that one administers. What broke off is finished by sending it again
                """
        ),
        access: .scope(.writePeople),
        parameters: [
            ImportEndpoints.trial, ImportEndpoints.revision,
            Parameter(
                "at_most",
                in: .query,
                .integer(1...100_000),
                zh: "这一次至多转交多少件；不填则全部",
                en: "how many matters move at once; all if not given"
            ),
        ],
        body: .object([
            .init("from", .text(max: 200)), .init("to", .text(max: 200)),
            .optional("unit", Shape.text(max: 100).noted(zh: "只移交此单位的", en: "posts of this unit only")),
            .optional("role", Shape.name.noted(zh: "只移交此角色的", en: "posts of this role only")),
            .optional("on", date.noted(zh: "接任之日，默认今天", en: "the successor's first day; today if not given")),
        ]).called("HandOver"),
        answers: [
            .init(
                .ok,
                Bilingual(zh: "交接清单，只有件数：管理员不看诉求", en: "what changes hands, as numbers: administrators see no matters"),
                body: inventory
            )
        ],
        refusals: [.forbidden, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
    ) { call in
        let request = try await call.handOver()
        let desk = PostHandOver(engine: call.engine, configuration: call.configuration)
        let isTrial = call.flag("dry_run")
        let inventory: PostHandOver.Inventory
        do {
            inventory =
                try await isTrial
                ? desk.inventory(request)
                : desk.carryOut(request, by: call.writer(), atMost: call.number("at_most"))
        } catch let error as ImportError {
            throw Fault(error)
        }
        return call.json(call.json(inventory, isTrial: isTrial))
    }

    private static let count = Shape.integer(0...1_000_000_000)
    private static let inventory = Shape.object([
        .init("day", date), .init("is_trial", .flag),
        .init(
            "has_come",
            Shape.flag.noted(zh: "否：岗位已排定，诉求到那天再发一次", en: "no: posts are settled; send it again that day")
        ),
        .init("posts", .list(DistrictEndpoints.post, max: 10_000)), .init("matters", count), .init("approvals", count),
        .init("duties", count),
        .init("left", count.noted(zh: "还要转交的：再发一次即接着办", en: "still to go: send it again to go on")),
        .init(
            "reasons",
            Shape.map(.words(max: 2_000), max: 1_000).noted(zh: "各代码中头一件的原因", en: "of each code, why the first stays")
        ),
        .init("stays", .map(count, max: 1_000).noted(zh: "留下的件数，按原因代码", en: "how many stay, by code")),
    ]).called("HandOverInventory")
}

extension Call {
    /// What is to be handed over, where both are of the part of whoever asks.
    fileprivate func handOver() async throws -> PostHandOver.Request {
        let authority = try await authority()
        func person(_ key: String) throws -> PersonID {
            let account = body[key]?.string ?? ""
            guard let person = configuration.person(called: account) else {
                throw Fault(ImportError.unknownAccount(account))
            }
            let posts = configuration.people[account]?.party.posts ?? []
            // No administrator goes by this way: whoever is one of several kinds could not be told.
            guard authority.holds(account: account, in: configuration),
                !posts.contains(where: { PostBook.administrators.contains($0.role) })
            else {
                throw Fault(.forbidden, "not_below", zh: "不在您的管辖之内：\(account)", en: "not of your part: \(account)")
            }
            return person
        }
        let (from, to) = (try person("from"), try person("to"))
        guard from != to else {
            throw Fault(.unprocessableContent, "same_person", zh: "不能移交给本人", en: "nobody hands over to themselves")
        }
        return PostHandOver.Request(
            HandOver(from: from, to: to),
            unit: try body["unit"]?.string.map { code throws(Fault) in try unit(code).id },
            role: body["role"]?.string.flatMap { RoleName($0) },
            day: body["on"]?.string.flatMap { LocalDate($0) }
        )
    }

    fileprivate func json(_ inventory: PostHandOver.Inventory, isTrial: Bool) -> JSONValue {
        var stays: [String: Int64] = [:]
        var reasons: [String: Bilingual] = [:]
        for matter in inventory.matters + inventory.approvals {
            guard case .stays(let code, let why) = matter.fate else { continue }
            reasons[code] = reasons[code] ?? why
            stays[code, default: 0] += 1
        }
        return [
            "left": .int(Int64(isTrial ? 0 : inventory.leftCount)), "day": .string(inventory.day.description),
            "is_trial": .bool(isTrial), "has_come": .bool(inventory.hasCome),
            "posts": .array(inventory.posts.map { configuration.json($0) }),
            "matters": .int(Int64(inventory.matters.count)), "approvals": .int(Int64(inventory.approvals.count)),
            "duties": .int(Int64(inventory.duties.count)),
            "reasons": .object(JSONObject(reasons.map { ($0.key, .string($0.value(language))) })),
            "stays": .object(JSONObject(stays.map { ($0.key, .int($0.value)) })),
        ]
    }
}
