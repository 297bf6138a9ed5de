import Foundation
import Workflow

extension Language {
    /// The language of help and messages: `WHISTLE_LANG`, else the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`).
    static let current: Language = {
        let environment = ProcessInfo.processInfo.environment
        let names = ["WHISTLE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        let set = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return set?.lowercased().hasPrefix("zh") == true ? .zh : .en
    }()
}

/// A text of the command line in the current language.
func localized(_ zh: String, _ en: String) -> String {
    Bilingual(zh: zh, en: en)(.current)
}
