internal import Glibc

/// What exactly is wrong, in both languages, as part of a message.
///
/// What comes from a library is in English in both.
package struct SheetDetail: Hashable, Sendable {
    /// In English.
    package let en: String
    /// In Chinese.
    package let zh: String

    /// Makes a detail.
    package init(_ en: String, zh: String? = nil) {
        self.en = en
        self.zh = zh ?? en
    }

    /// What the error number of a system call means.
    init(system number: Int32) {
        let zh: String? =
            switch number {
            case EACCES, EPERM: "没有权限"
            case EISDIR: "这是文件夹"
            case ENOENT, ENOTDIR: "路径不存在"
            case EROFS: "磁盘是只读的"
            case EIO: "磁盘读写错误"
            case EMFILE, ENFILE: "打开的文件太多"
            default: nil
            }
        self.init(String(cString: strerror(number)), zh: zh)
    }
}
