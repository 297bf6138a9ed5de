import Foundation
import Shipped
import Workflow

/// Every text of the pages, one catalogue a language.
struct PageWords: Sendable {
    private let catalogues: [Language: JSONObject]

    /// Reads `zh.yaml` and `en.yaml`.
    ///
    /// - Parameter folder: where they lie.
    /// - Throws: `PageKitError`.
    init(folder: URL) throws(PageKitError) {
        var catalogues: [Language: JSONObject] = [:]
        for language in Language.allCases {
            let file = "\(language.rawValue).yaml"
            do {
                let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                catalogues[language] = try JSONValue(yaml: text).object
            } catch {
                throw PageKitError(file: "words/\(file)", why: "\(error)")
            }
        }
        self.catalogues = catalogues
    }

    /// All texts of a language, as templates take them.
    func all(_ language: Language) -> JSONObject { catalogues[language] ?? [:] }

    /// A text by a path of which the end comes from elsewhere; nil where there is none.
    func known(_ path: String, _ language: Language) -> String? {
        var found: JSONValue? = .object(all(language))
        for key in path.split(separator: ".") { found = found?.object?[String(key)] }
        return found?.string
    }

    /// A text by its path, such as `time.left`, with `{name}` replaced by what it stands for.
    func text(_ path: String, _ language: Language, _ values: [String: String] = [:]) -> String {
        guard let text = known(path, language) else { preconditionFailure("no text is called \(path)") }
        return values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}
