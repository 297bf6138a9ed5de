import Workflow

/// What answers of Open311 look like in JSON; XML says the same.
enum OpenShapes {
    private static let text = Shape.words(max: 20_000)

    static let errors = Shape.list(
        .object([
            .init("code", Shape.integer(400...599).noted(zh: "HTTP 状态码", en: "the status")),
            .init("description", text.noted(zh: "说明，方括号里是固定代码", en: "in words; a stable code in brackets")),
        ]),
        max: 20
    ).called("Open311Errors")

    static let discovery = Shape.object([
        .init("changeset", text), .init("contact", text), .init("key_service", text),
        .init(
            "endpoints",
            .list(
                .object([
                    .init("specification", text), .init("url", text), .init("changeset", text),
                    .init("type", .word(["production", "test"])), .init("formats", .list(text, max: 2)),
                ]),
                max: 10
            )
        ),
    ]).called("Open311Discovery")

    static let services = Shape.list(
        .object([
            .init("service_code", text), .init("service_name", text), .init("description", text.orNull),
            .init("metadata", Shape.flag.noted(zh: "是否有问题要答", en: "whether there are questions")),
            .init("type", .word(["realtime"])), .init("keywords", text), .init("group", text),
        ]),
        max: 100_000
    ).called("Open311Services")

    static let definition = Shape.object([
        .init("service_code", text),
        .init(
            "attributes",
            .list(
                .object([
                    .init("variable", .flag), .init("code", text),
                    .init(
                        "datatype",
                        .word(["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"])
                    ),
                    .init("required", .flag), .init("datatype_description", text.orNull),
                    .init("order", .integer(1...1_000)), .init("description", text),
                    .init("values", .list(.object([.init("key", text), .init("name", text)]), max: 1_000)),
                ]),
                max: CategoryEntry.questionsAtMost
            )
        ),
    ]).called("Open311Definition")

    static let filed = Shape.list(
        .object([
            .init("service_request_id", text), .init("service_notice", text.orNull), .init("account_id", text.orNull),
            .optional("extended_attributes", .object([.init("code", text)])),
        ]),
        max: 1
    ).called("Open311Filed")

    static let tokens = Shape.list(
        .object([.init("service_request_id", text), .init("token", text)]),
        max: 1
    ).called("Open311Tokens")

    static let requests = Shape.list(
        .object([
            .init("service_request_id", text), .init("status", .word(["open", "closed"])),
            .init("status_notes", text.orNull), .init("service_name", text), .init("service_code", text),
            .init("description", text.orNull), .init("agency_responsible", text.orNull),
            .init("service_notice", text.orNull), .init("requested_datetime", .instant),
            .init("updated_datetime", .instant), .init("expected_datetime", Shape.instant.orNull),
            .init("address", text.orNull), .init("address_id", text.orNull), .init("zipcode", text.orNull),
            .init("lat", Shape.degrees.orNull), .init("long", Shape.degrees.orNull), .init("media_url", text.orNull),
            .optional("extended_attributes", extended),
        ]),
        max: 1_000
    ).called("Open311Requests")

    private static let extended = Shape.object([
        .optional("state", text.noted(zh: "状态", en: "the state, by its name")),
        .optional("holder", text.orNull.noted(zh: "现在在谁手里", en: "in whose hands it lies")),
        .optional("helpers", .list(text, max: 1_000)),
        .optional("comments_count", Shape.integer(0...1_000_000).noted(zh: "追加、补充次数", en: "supplements so far")),
        .optional("days", Shape.integer(0...100_000).noted(zh: "满几天", en: "whole days that it took")),
        .optional("outcome", text.orNull.noted(zh: "办理结果", en: "what came of it")),
        .optional("rating", text.orNull.noted(zh: "诉求人评价", en: "what the resident said of that")),
    ]).called("Open311Extended")

    static let updates = Shape.list(
        .object([
            .init("update_id", text), .init("service_request_id", text), .init("status", .word(["open", "closed"])),
            .init("updated_datetime", .instant), .init("description", text.orNull), .init("media_url", text.orNull),
        ]),
        max: 1_000
    ).called("Open311Updates")

    static let updated = Shape.list(.object([.init("update_id", text)]), max: 1).called("Open311Updated")
}
