import Workflow

/// What residents send, and what they are answered.
enum ResidentShapes {
    /// Words and choices: what a resident's acts take.
    static let fields = Shape.map(.either([.words(max: 4_000), .flag]), max: 20)
        .noted(zh: "字段的值", en: "values of fields").called("OwnFields")

    static let filing = Shape.object([
        .init("category", .text(max: 200).noted(zh: "类别，见 categories", en: "one of the categories")),
        .init("text", .text(max: 3_500).noted(zh: "什么事", en: "what the matter is")),
        .optional("place", .text(max: 100).noted(zh: "单位编码，印在二维码里", en: "a unit's code, as the QR code says it")),
        .optional("address", .text(max: 200).noted(zh: "地址；没有扫码时用", en: "an address, where no code was scanned")),
        .optional(
            "position",
            .object([.init("lat", .text(max: 40)), .init("long", .text(max: 40))])
                .noted(
                    zh: "位置：WGS84 十进制度数，写作文字（\"30.0111\"）；没有编码和地址时据此找到社区",
                    en: """
                        a position in decimal degrees of WGS84, as texts (“30.0111”); without code and address the community is \
                        found by it
                        """
                )
        ),
        .optional(
            "contact",
            .object([
                .optional("name", .words(max: 50)), .optional("phone", .words(max: 30)),
                .optional("address", .words(max: 200)),
            ])
        ),
        .optional("confidential", Shape.flag.noted(zh: "要求保密", en: "to be kept secret")),
        .optional("anonymous", Shape.flag.noted(zh: "匿名：不留联系方式", en: "anonymous: no contact is kept")),
        .optional("challenge", .object([.init("token", .text(max: 100)), .init("answer", .text(max: 20))])),
    ]).called("OwnFiling")

    static let filed = Shape.object([
        .init("number", .number),
        .init("code", Shape.text(max: 16).noted(zh: "查询码，请记下", en: "the code: write it down")),
        .init("state", MatterShapes.titled),
        .init(
            "emergency",
            .list(.object([.init("number", .text(max: 5)), .init("advice", .words(max: 500))]), max: 4)
                .noted(zh: "紧急情况请先拨打", en: "call these first in an emergency")
        ),
        .init("files", .list(file, max: 32).noted(zh: "所附图片，逐个给出结果", en: "what came of each picture that was sent")),
    ]).called("OwnReceipt")

    /// A picture of the resident's own.
    private static let picture = Shape.object([
        .init("id", .integer(1...Int64.max)), .init("seq", MatterShapes.seq.orNull),
        .init("media_type", .text(max: 100)),
        .init("bytes", .integer(1...Int64.max)), .init("file_name", .words(max: 300)), .init("loaded_at", .instant),
        .init("path", .text(max: 200)), .init("thumbnail", .text(max: 200)),
    ]).called("OwnPicture")

    /// What came of one that was sent.
    private static let file = Shape.object([
        .init("file_name", .words(max: 300)), .init("picture", picture.orNull),
        .init("problem", ProblemDocument.shape.orNull),
    ]).called("OwnUploadResult")

    static let matter = Shape.object(members).called("OwnMatter")

    /// The same after an act, with what came of the pictures that were sent with it.
    static let done = Shape.object(members + [.optional("files", .list(file, max: 32))]).called("OwnMatterAfter")

    private static let members: [Shape.Member] = [
        .init("number", .number), .init("state", MatterShapes.titled), .init("meaning", Shape.words(max: 2_000).orNull),
        .init("category", .words(max: 500)), .init("place", MatterShapes.unit),
        .init("text", Shape.words(max: 20_000).orNull), .init("reported_at", .instant),
        .init("closed_at", Shape.instant.orNull),
        .init("holder", Shape.words(max: 500).orNull.noted(zh: "现在在谁手里", en: "in whose hands it lies now")),
        .init("helpers", .list(.words(max: 500), max: 1_000)),
        .init(
            "waits_for",
            AwaitedView.shape.orNull.noted(zh: "等谁办什么，最迟何时", en: "who has to do what next, until when")
        ),
        .init(
            "step_due_at",
            Shape.instant.orNull.noted(zh: "现在这一步最迟何时", en: "until when the step at which it stands is to be taken")
        ),
        .init("due_at", Shape.instant.orNull.noted(zh: "最迟何时办结", en: "until when it is to be done")),
        .init("due_shown", Shape.words(max: 200).orNull),
        .init("answer", answer.orNull), .init("rating", Shape.words(max: 200).orNull),
        .init("news", .list(news, max: 10_000)), .init("acts", .list(MatterShapes.action, max: 50)),
        .init("pictures", .list(picture, max: 10_000)),
    ]

    private static let answer = Shape.object([
        .init("at", .instant), .init("by", .words(max: 500)), .init("outcome", Shape.words(max: 500).orNull),
        .init("text", Shape.words(max: 20_000).orNull),
    ]).called("OwnAnswer")

    private static let news = Shape.object([
        .init("at", .instant), .init("act", Shape.name.orNull), .init("what", .words(max: 4_000)),
        .init("by", .words(max: 500)),
        .init(
            "words",
            .list(.object([.init("title", .words(max: 500)), .init("text", .words(max: 20_000))]), max: 20)
        ),
    ]).called("OwnNews")

    static let challenge = Shape.object([
        .init("token", .text(max: 100)), .init("form", .word(["picture", "words"])),
        .init("picture", Shape.text(max: 60_000).orNull.noted(zh: "PNG，data: 地址", en: "a PNG, as a data: address")),
        .init("question", .words(max: 500)), .init("expires_at", .instant),
    ]).called("Challenge")

    static let board = Shape.object([
        .init(
            "matters",
            .list(
                .object([
                    .init("category", .words(max: 500)), .init("place", .words(max: 500)), .init("ended_at", .instant),
                    .init("days", Shape.integer(0...100_000).noted(zh: "满几天", en: "whole days that it took")),
                    .init("outcome", Shape.words(max: 500).orNull), .init("rating", Shape.words(max: 500).orNull),
                ]),
                max: 100
            )
        ),
        .init("next", Shape.text(max: 64).orNull.noted(zh: "下一页从此开始", en: "where the next page begins; null: no more")),
    ]).called("Board")
}
