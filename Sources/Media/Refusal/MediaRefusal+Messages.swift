extension MediaRefusal {
    /// The message in Chinese.
    package var chineseMessage: String {
        switch self {
        case .notMultipart: "请以 multipart/form-data 方式上传文件"
        case .badBoundary: "上传内容的分隔标记（boundary）缺失或不合规定"
        case .badBoundaryLine: "上传内容的分隔行有误"
        case .strayBytes: "上传内容在各部分之外有多余的数据"
        case .badHeader: "上传内容中有一部分的头信息有误"
        case .headersTooLarge(let limit): "上传内容中有一部分的头信息太长，不能超过 \(limit) 字节"
        case .badDisposition: "上传内容中有一部分没有写明是哪个字段"
        case .nameNotUTF8: "字段名或文件名不是 UTF-8 编码"
        case .transferEncoding: "上传内容不能再经过编码，请直接发送原始字节"
        case .fieldTooLarge(let limit): "填写的内容太长，每项不能超过 \(limit) 字节"
        case .tooManyParts(let limit): "一次上传的部分太多，不能超过 \(limit) 个"
        case .multipartCutOff: "上传没有完成，请重新上传"
        case .fileTooLarge(let limit): "文件太大，不能超过 \(Self.size(limit))"
        case .emptyFile: "文件是空的"
        case .kindNotTaken:
            "不能上传这种文件，可以上传：JPEG、PNG、HEIC 图片，PDF、OFD、DOCX、XLSX 文档，MP3、M4A、AMR 录音，MP4 视频"
        case .mixedKinds: "文件中混有其他类型的内容，不能上传"
        case .activeDocument: "文档带有密码或宏，请去掉后再上传"
        case .pictureTooLarge(let limit): "图片太大，不能超过 \(limit / 10_000) 万像素"
        case .pictureDamaged: "图片已损坏，无法打开，请重新拍摄或重新上传"
        case .picturesBusy: "正在处理的图片太多，请稍后再传"
        case .picturesUnavailable: "暂时无法处理图片，请联系管理员"
        case .diskFull: "存放附件的磁盘已满，请联系管理员"
        case .folderDenied: "没有读写附件文件夹的权限，请联系管理员"
        case .folderFailed: "附件文件夹出错，请联系管理员"
        case .folderTaken: "附件文件夹属于另一个数据库，请联系管理员"
        case .notKept: "没有这个附件，可能已被删除"
        case .rangeBeyondEnd(let length): "请求的范围超出文件末尾，文件共 \(length) 字节"
        }
    }

    /// The message in English.
    package var englishMessage: String {
        switch self {
        case .notMultipart: "send files as multipart/form-data"
        case .badBoundary: "the boundary of the upload is missing or not a valid one"
        case .badBoundaryLine: "a boundary line of the upload is malformed"
        case .strayBytes: "the upload has stray bytes outside of its parts"
        case .badHeader: "a header in one part of the upload is malformed"
        case .headersTooLarge(let limit): "the headers of one part of the upload are too long: at most \(limit) bytes"
        case .badDisposition: "one part of the upload does not say which field it is"
        case .nameNotUTF8: "the name of a field or file is not UTF-8"
        case .transferEncoding: "the bytes of a part must be sent as they are, without an encoding"
        case .fieldTooLarge(let limit): "a field of the form is too long: at most \(limit) bytes"
        case .tooManyParts(let limit): "too many parts in one upload: at most \(limit)"
        case .multipartCutOff: "the upload was cut off: send it again"
        case .fileTooLarge(let limit): "the file is too large: at most \(Self.size(limit))"
        case .emptyFile: "the file is empty"
        case .kindNotTaken:
            "files of this kind are not taken; taken are JPEG, PNG and HEIC pictures, PDF, OFD, DOCX and XLSX documents, "
                + "MP3, M4A and AMR recordings, MP4 films"
        case .mixedKinds: "the file contains content of another kind: refused"
        case .activeDocument: "the document has a password or macros: remove them, then send it again"
        case .pictureTooLarge(let limit): "the picture is too large: at most \(limit / 1_000_000) megapixels"
        case .pictureDamaged: "the picture is damaged and cannot be opened: take or send it again"
        case .picturesBusy: "too many pictures are being processed: try again in a moment"
        case .picturesUnavailable: "pictures cannot be processed at present: tell the administrator"
        case .diskFull: "the disk for attachments is full: tell the administrator"
        case .folderDenied: "the folder of attachments may not be read or written: tell the administrator"
        case .folderFailed: "the folder of attachments has failed: tell the administrator"
        case .folderTaken: "the folder of attachments belongs to another database: tell the administrator"
        case .notKept: "there is no such attachment: it may have been removed"
        case .rangeBeyondEnd(let length):
            "the range asked for lies beyond the end of the file, which has \(length) bytes"
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes % (1 << 20) == 0 ? "\(bytes >> 20) MB" : "\(bytes) B"
    }
}

extension MediaRefusal: CustomStringConvertible {
    /// The code and the English message: safe to show and to log.
    package var description: String { "\(code): \(englishMessage)" }
}
