package import Media
package import Workflow

/// Why a file, or a whole upload, is not taken.
package enum AttachmentRefusal: Error, Hashable, Sendable {
    /// The form, the file or the folder is not as it must be.
    case media(MediaRefusal)
    /// There is no file in the form.
    case noFile
    /// The form has something else than what it takes; the words say what that is.
    case unexpectedField(String, takes: String)
    /// The upload is larger than the limit, in bytes.
    case uploadTooLarge(limit: Int)
    /// The upload takes longer than the limit, in seconds.
    case tooSlow(limit: Int)
    /// As many uploads as may be are on their way.
    case uploadsBusy
    /// The matter has as many files as it may.
    case ticketFull(limit: Int)
    /// Pictures alone are taken from whoever sends it.
    case picturesOnly
    /// The sender has as many files in the matter as they may.
    case senderFull(limit: Int)
    /// The same key came with another file, or for another matter.
    case keyReused
}

extension AttachmentRefusal {
    /// A stable code: what programs look at.
    package var code: String {
        switch self {
        case .media(let refusal): refusal.code
        case .noFile: "no_file"
        case .unexpectedField: "unexpected_field"
        case .uploadTooLarge: "upload_too_large"
        case .tooSlow: "too_slow"
        case .uploadsBusy: "uploads_busy"
        case .ticketFull: "attachments_full"
        case .picturesOnly: "pictures_only"
        case .senderFull: "attachments_of_sender_full"
        case .keyReused: "key_reused"
        }
    }

    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .media(let refusal): Bilingual(zh: refusal.chineseMessage, en: refusal.englishMessage)
        case .noFile: Bilingual(zh: "没有选择文件", en: "there is no file in the form")
        case .unexpectedField(let name, let takes):
            Bilingual(zh: "表单里只能有 \(takes)，多出了“\(name)”", en: "the form takes \(takes) only, not “\(name)”")
        case .picturesOnly:
            Bilingual(zh: "这里只收图片（JPEG、PNG、HEIC）", en: "only pictures are taken here (JPEG, PNG, HEIC)")
        case .senderFull(let limit):
            Bilingual(zh: "一件诉求您最多可附 \(limit) 张图片", en: "you may add at most \(limit) pictures to a matter")
        case .uploadTooLarge(let limit):
            Bilingual(zh: "一次上传的文件共不能超过 \(limit >> 20) MB", en: "one upload has at most \(limit >> 20) MB")
        case .tooSlow(let limit):
            Bilingual(zh: "上传太慢，超过了 \(limit) 秒", en: "the upload came too slowly: at most \(limit) s")
        case .uploadsBusy: Bilingual(zh: "正在上传的人太多，请稍后再传", en: "too many uploads at once: try again in a moment")
        case .ticketFull(let limit):
            Bilingual(zh: "一件诉求最多 \(limit) 个附件", en: "a matter has at most \(limit) attachments")
        case .keyReused: Bilingual(zh: "幂等键已用于另一个文件", en: "the key was used for another file")
        }
    }
}
