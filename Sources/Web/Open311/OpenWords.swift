import Workflow

/// What a filing of Open311 says beside its description, as lines of the matter's text: who goes there needs all of it.
enum OpenWords {
    private static let place = Bilingual(zh: "地点：", en: "Place: ")
    private static let position = Bilingual(zh: "位置：", en: "Position: ")
    private static let picture = Bilingual(zh: "图片：", en: "Picture: ")

    /// The text of a matter.
    ///
    /// - Parameters:
    ///   - call: the form.
    ///   - entry: whose questions were answered.
    ///   - answers: to the questions, by code.
    /// - Returns: place, position, what happened, questions with their answers, a picture's address; each on a line.
    static func text(_ call: Call, _ entry: CategoryEntry, _ answers: [String: [String]]) -> String {
        let language = call.language
        var lines: [String] = []
        if let address = call.text("address_string") { lines.append(place(language) + address) }
        if let lat = call.text("lat"), let long = call.text("long") {
            lines.append(position(language) + "\(lat), \(long) (WGS84)")
        }
        lines.append(call.text("description") ?? entry.title(language))
        for question in entry.questions {
            guard let answer = question.shown(answers[question.code] ?? [], in: language) else { continue }
            lines.append(question.words(language) + Bilingual(zh: "：", en: ": ")(language) + answer)
        }
        if let address = call.text("media_url") { lines.append(picture(language) + address) }
        return lines.joined(separator: "\n")
    }

    /// The address of the picture that a text names; nil: none.
    static func media(_ text: String) -> String? {
        guard let last = text.split(separator: "\n").last else { return nil }
        let start = [picture.zh, picture.en].first { last.hasPrefix($0) }
        return start.map { String(last.dropFirst($0.count)) }.flatMap { isAddress($0) ? $0 : nil }
    }

    /// Whether something is an address on the web; it is never opened here.
    static func isAddress(_ text: String) -> Bool {
        let start = ["https://", "http://"].first { text.lowercased().hasPrefix($0) }
        guard let start else { return false }
        return text.utf8.count > start.utf8.count && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && !text.contains { "<>\"".contains($0) }
    }
}
