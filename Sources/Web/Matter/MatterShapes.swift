import HTTPTypes
import Workflow

/// What matters look like in answers.
enum MatterShapes {
    static let unit = Shape.object([.init("code", .text(max: 100)), .init("name", .words(max: 500))]).called("Unit")

    static let person = Shape.object([
        .init("account", .text(max: 200).orNull), .init("name", .words(max: 500)),
    ]).called("Person")

    /// A name of the definition with what people call it.
    static let titled = Shape.object([.init("name", .name), .init("title", .words(max: 500))]).called("Titled")

    static let definition = Shape.object([
        .init("name", .name), .init("version", .integer(1...1_000_000)),
    ]).called("DefinitionVersion")

    static let lamp = Shape.word(["green", "yellow", "red"]).called("Lamp")
    static let urgency = Shape.word(Urgency.allCases.map(\.rawValue)).called("Urgency")
    static let seq = Shape.integer(1...Int64(Int32.max))
        .noted(zh: "最近一步的序号，也是 ETag", en: "the number of the last event; the ETag, too")

    /// A page of a list.
    ///
    /// - Parameter headers: what stands in its headers beside `Link`.
    /// - Returns: the answer.
    static func page(headers: [HTTPField.Name] = []) -> Endpoint.Answer {
        Endpoint.Answer(
            .ok,
            Bilingual(zh: "一页；下一页见 Link", en: "a page; the next one is in Link"),
            body: .object([.init("matters", .list(line, max: 200))]),
            headers: [.link] + headers
        )
    }

    /// What a list shows.
    static let line = Shape.object(
        head + [
            .init("next_due_at", Shape.instant.orNull.noted(zh: "最近到期", en: "when a clock is due next, or was")),
            counts,
            .init("late", .list(.name, max: 100).noted(zh: "已超时的时限", en: "clocks that have expired")),
            .init("title", .words(max: 4_000).orNull), .init("text", .words(max: 20_000).orNull),
            .init(
                "summary",
                .words(max: 20_000).orNull.noted(
                    zh: "任务的转办摘要；诉求为 null",
                    en: "of a task what it is about; of a matter null"
                )
            ),
            .init("sight", .word(["full", "summary"])),
        ]
    ).called("MatterLine")

    /// What a write answers.
    static let receipt = Shape.object([
        .init("number", .number), .init("seq", seq), .init("state", titled), .init("lamp", lamp),
        .init("responsible", unit.orNull), .init("owner", person.orNull), .init("next_due_at", Shape.instant.orNull),
        .optional(
            "code",
            Shape.text(max: 16).noted(zh: "诉求人的查询码，请告诉本人", en: "the resident's code: give it to them")
        ),
    ]).called("Receipt")

    private static let head: [Shape.Member] = [
        .init("number", .number), .init("seq", seq), .init("definition", definition), .init("state", titled),
        .init("category", .words(max: 500)), .init("urgency", urgency), .init("lamp", lamp), .init("place", unit),
        .init("desk", unit), .init("lead", unit.orNull), .init("responsible", unit.orNull),
        .init(
            "inside",
            unit.orNull.noted(zh: "主办单位内承办科室", en: "the part of the leading department that works on it")
        ),
        .init("owner", person.orNull), .init("reported_at", .instant), .init("last_at", .instant),
        .init("closed_at", Shape.instant.orNull),
        .init(
            "waits_for",
            AwaitedView.shape.orNull.noted(
                zh: "等谁办什么，最迟何时；只等负责单位的为 null",
                en: "who has to do what next, until when; null: nobody but who answers for it"
            )
        ),
    ]

    private static let measure = Shape.word([Limit.Measure.working, .elapsed].map(\.rawValue))
        .noted(zh: "working：按工作时间；elapsed：连续计时", en: "working time, or time as it passes")

    private static let counts = Shape.Member("next_due_counts", measure.orNull)

    /// All of a matter.
    static let matter = Shape.object(
        head + [
            .init("sight", .word(["full"])),
            .init("next_due_at", Shape.instant.orNull.noted(zh: "最近到期", en: "when a clock is due next, or was")),
            counts, .init("title", .words(max: 4_000).orNull),
            .init("text", .words(max: 20_000).orNull.noted(zh: "原文；已删除则为 null", en: "the words; null where erased")),
            .init("summary", .words(max: 20_000).orNull.noted(zh: "转办摘要", en: "what handlers were told it is about")),
            .init("tried", .words(max: 20_000).orNull.noted(zh: "吹哨前已采取的措施", en: "what was tried before the whistle")),
            .init(
                "contact_sight",
                Shape.word(["nothing", "masked", "full"])
                    .noted(zh: "您能看到多少联系方式", en: "how much of whom to reach you may see")
            ),
            .init("facts", .list(fact, max: 200)), .init("clocks", .list(clock, max: 200)),
            .init("parent", Shape.number.orNull), .init("children", .list(child, max: 1_000)), .init("links", links),
            .init("attachments", .list(AttachmentShapes.attachment, max: 100_000)), mayAttach,
            .init("actions", .list(action, max: 300)),
        ]
    ).called("Matter")

    private static let mayAttach = Shape.Member(
        "may_attach",
        Shape.flag.noted(zh: "您能否添加附件", en: "whether you may add files")
    )

    /// What 物业 and other non-departments see (转办摘要).
    static let summary = Shape.object([
        .init("sight", .word(["summary"])), .init("number", .number), .init("seq", seq), .init("state", titled),
        .init("category", .words(max: 500)), .init("place", unit), .init("lamp", lamp),
        .init("next_due_at", Shape.instant.orNull), counts, .init("summary", .words(max: 20_000).orNull),
        .init("attachments", .list(AttachmentShapes.attachment, max: 100_000)), mayAttach,
        .init("actions", .list(action, max: 300)),
    ]).called("MatterSummary")

    static let fact = Shape.object([
        .init("name", .name), .init("title", .words(max: 500)), .init("shown", .words(max: 100_000)),
        .init(
            "value",
            Shape.anything.noted(
                zh: "选项、数字、是否、时间，如动作所取；其他为 null",
                en: "a word, number, flag or time as acts take it; else null"
            )
        ),
        .init(
            "asked",
            Shape.word(["pending", "not_granted"]).orNull.noted(
                zh: "只是申请：待批、未获批准；非申请或已批准为 null",
                en: "only asked for: undecided, or not granted; null: it holds"
            )
        ),
    ]).called("Fact")

    static let clock = Shape.object([
        .init("name", .name), .init("title", .words(max: 500)), .init("limit", .text(max: 40).orNull),
        .init("started_at", .instant), .init("due_at", .instant), .init("counts", measure),
        .init("lamp", lamp),
        .init("is_expired", .flag), .init("is_paused", .flag),
        .init("paused_at", Shape.instant.orNull.noted(zh: "何时起暂停", en: "since when it stands still")),
        .init(
            "is_window",
            Shape.flag.noted(zh: "其后不可再办", en: "something may be done until then; nothing is late after it")
        ),
        .init("is_provisional", Shape.flag.noted(zh: "该年日历未公布", en: "runs into a year without a calendar")),
        .init("extensions", .list(.text(max: 40), max: 100)),
    ]).called("Clock")

    static let child = Shape.object([
        .init("number", .number), .init("definition", .name), .init("lead", unit),
        .init("end", titled.orNull.noted(zh: "结局；未结为 null", en: "its final state; null while it is open")),
    ]).called("Child")

    static let links = Shape.object([
        .init("main", Shape.number.orNull.noted(zh: "并入的主单", en: "the matter it is merged into")),
        .init("merged", .list(.number, max: 1_000)),
        .init("origin", .object([.init("kind", .name), .init("number", .number)]).orNull),
        .init("split_off", .list(.number, max: 1_000)),
    ]).called("Links")

    /// What a person may do now, with the fields that it takes.
    static let action = Shape.object([
        .init("name", .name), .init("title", .words(max: 500)), .init("fields", .list(field, max: 200)),
        .optional(
            "judges",
            seq.orNull.noted(zh: "它所审的那一步", en: "the number of the event that it judges; null: of none")
        ),
        .optional(
            "answers",
            titled.orNull.noted(zh: "办了它就停的时限", en: "the clock that must run for it; null: of none")
        ),
        .optional(
            "puts_off",
            .list(
                .object([.init("clock", titled), .init("due_at", .instant), .init("counts", measure.orNull)]),
                max: 20
            ).noted(zh: "办了它，这些时限推到何时", en: "until when it would put clocks off")
        ),
    ]).called("Action")

    static let field = Shape.object([
        .init("name", .name), .init("title", .words(max: 500)),
        .init("form", .word(FieldForm.names)), .init("is_required", .flag),
        .optional("max", .integer(0...Int64.max)), .optional("least", .integer(Int64.min...Int64.max)),
        .optional("choices", .list(titled, max: 500)),
    ]).called("Field")

    static let event = Shape.object([
        .init("seq", seq), .init("at", .instant), .init("recorded_at", .instant),
        .init("act", titled.orNull), .init("what", .words(max: 4_000)), .init("by", .words(max: 2_000)),
        .init(
            "actor",
            Shape.word(["person", "resident", "clock", "ticket"])
                .noted(zh: "谁做的：人员、诉求人、时钟、别的工单", en: "a person, the resident, the clock, another ticket")
        ),
        .init("state", titled.orNull.noted(zh: "进入的状态", en: "the state it led to; null where it stayed")),
        .init("details", .list(.words(max: 100_000), max: 500)),
    ]).called("Event")

    static let explained = Shape.object([
        .init("clock", clock),
        .init("why", .list(.words(max: 20_000), max: 10_000).noted(zh: "逐行说明", en: "line by line")),
    ]).called("ExplainedClock")
}

/// Forms of fields by name.
enum FieldForm {
    static let names = [
        "words", "contact", "choice", "choices", "flag", "number", "unit", "units", "people", "category", "instant",
        "limit", "ticket", "code", "position",
    ]
}
