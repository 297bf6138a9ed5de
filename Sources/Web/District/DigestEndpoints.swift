import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

/// When people are told what does not press, when never, and when units above hear of tomorrow's gaps.
enum DigestEndpoints {
    static let all = [read, set]

    static let read = Endpoint(
        .get,
        "/api/v1/digest",
        id: "readDigestTimes",
        tag: .units,
        summary: Bilingual(zh: "汇总消息何时发、免打扰时段、何时通知空缺", en: "Times of digests, quiet hours, and when gaps are told"),
        access: .scope(.readConfiguration),
        answers: [.init(.ok, Bilingual(zh: "时间", en: "the times"), body: times, headers: [.eTag])]
    ) { call in
        call.json(call.configuration.messages.json, headers: call.revisionHeader)
    }

    static let set = Endpoint(
        .put,
        "/api/v1/digest",
        id: "setDigestTimes",
        tag: .units,
        summary: Bilingual(
            zh: "设定这些时间；不写的不变，null 为没有。全区系统管理员",
            en: "Set these times: what is not given stays, null is none. The district's system administrator's"
        ),
        access: .scope(.writeConfiguration),
        parameters: [ImportEndpoints.revision],
        body: .object([
            .optional("digests", .list(time, max: 48)),
            .optional("quiet", hours.orNull), .optional("gaps_at", time.orNull),
        ]).called("DigestTimesToSet"),
        answers: [.init(.ok, Bilingual(zh: "现在的时间", en: "the times from now on"), body: times, headers: [.eTag])],
        refusals: [.forbidden, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
    ) { call in
        try await call.requireSystemAdministrator()
        let now = try await call.engine.configurations.load(call.configuration.id).messages
        let rules: MessageRules
        do throws(Problem) {
            rules = try now.with(
                times: call.body["digests"]?.array?.compactMap(\.string),
                quiet: call.body["quiet"].map(\.string),
                gapsAt: call.body["gaps_at"].map(\.string)
            )
        } catch {
            throw Fault(.unprocessableContent, error.code, error.message)
        }
        do {
            let after = try await call.engine.tell(by: rules, in: call.configuration.id, writer: call.writer())
            return call.json(after.messages.json, headers: [.eTag: "\"\(after.revision)\""])
        } catch let error as ImportError {
            throw Fault(error)
        }
    }

    private static let time = Shape.text(max: 8).noted(zh: "时刻，如 08:30", en: "a time, such as 08:30")
    private static let hours = Shape.text(max: 20).noted(zh: "时段，如 20:00-08:00", en: "hours, such as 20:00-08:00")
    private static let times = Shape.object([
        .init("digests", .list(time, max: 86_400)), .init("quiet", hours.orNull), .init("gaps_at", time.orNull),
    ]).called("DigestTimes")
}
