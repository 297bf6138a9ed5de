/// A text in both languages of the product.
public struct Bilingual: Hashable, Sendable {
    /// Chinese (simplified).
    public var zh: String
    /// English.
    public var en: String

    /// Makes a text from both languages.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The text in one language.
    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

/// The languages that people read the product in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// Chinese (simplified).
    case zh
    /// English.
    case en
}
