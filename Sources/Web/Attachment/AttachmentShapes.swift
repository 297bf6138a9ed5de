import Media
import Workflow

/// What files of matters look like in answers.
enum AttachmentShapes {
    /// A file.
    static let attachment = Shape.object([
        .init("id", .integer(1...Int64.max)),
        .init("seq", MatterShapes.seq.orNull.noted(zh: "随哪一步提交；未随步骤则为 null", en: "the step it belongs to; null: none")),
        .init("kind", .word(MediaKind.allCases.map(\.rawValue)).noted(zh: "按内容判断", en: "by its content")),
        .init("media_type", .text(max: 100)), .init("bytes", .integer(1...Int64.max)),
        .init("width", Shape.integer(1...100_000).orNull), .init("height", Shape.integer(1...100_000).orNull),
        .init("file_name", .words(max: 300)),
        .init("by", MatterShapes.person.orNull.noted(zh: "null 为诉求人", en: "null: the resident")),
        .init("loaded_at", .instant),
        .init("sha256", .text(max: 64)), .init("path", .text(max: 200)),
        .init("thumbnail", Shape.text(max: 200).orNull.noted(zh: "缩略图；非图片则为 null", en: "null: no picture")),
    ]).called("Attachment")

    /// What came of one file.
    static let result = Shape.object([
        .init("file_name", .words(max: 300)), .init("attachment", attachment.orNull),
        .init("problem", ProblemDocument.shape.orNull),
    ]).called("UploadResult")
}
