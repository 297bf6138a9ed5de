import Dispatcher
import HTTPTypes
import PGStore
import Web
import Workflow

/// What came of files that were sent with a form.
struct FilesSent {
    /// The matter's last step with them; nil: none is new.
    let seq: Int64?
    /// Those that were not taken: what each is called, and why.
    let refused: [JSONValue]

    /// There were none.
    static let none = FilesSent(seq: nil, refused: [])
}

extension FilesSent {
    /// Of the results that the API gives.
    init(_ answer: JSONValue, results: String = "results") {
        seq = answer["seq"]?.int
        refused = (answer[results]?.array ?? []).compactMap { result in
            guard let problem = result["problem"], problem.object != nil else { return nil }
            return ["name": result["file_name"] ?? .null, "why": problem["detail"] ?? problem["title"] ?? .null]
        }
    }
}

extension Call {
    /// Adds files to a matter after what they were sent with was done: that stays done, whatever comes of them.
    ///
    /// - Parameters:
    ///   - files: the form that they came in; nil: none came.
    ///   - number: the matter.
    ///   - step: the step that they belong to; nil: none.
    /// - Returns: what came of them.
    /// - Throws: what nobody foresaw.
    func add(_ files: ReceivedForm?, to number: String, with step: Int64?) async throws -> FilesSent {
        guard let files, files.hasFiles else { return .none }
        do {
            return try await added(files, to: number, with: step)
        } catch {
            let why = try Fault.known(error).message(language)
            return FilesSent(seq: nil, refused: [["name": .null, "why": .string(why)]])
        }
    }

    /// Adds files to a matter.
    ///
    /// - Throws: what the API says no with.
    func added(_ files: ReceivedForm, to number: String, with step: Int64?) async throws -> FilesSent {
        var values: [String: JSONValue] = ["number": .string(number)]
        if let step { values["seq"] = .int(step) }
        if let key = text("key") { values["Idempotency-Key"] = .string(key) }
        return FilesSent(try await ask("addAttachments", values, files: files).json)
    }

    /// The part of a form that takes files; null where none are taken.
    ///
    /// - Parameters:
    ///   - kit: what pages are made with.
    ///   - id: what tells it from others on the page.
    ///   - accept: which kinds a browser offers.
    ///   - isPublic: whether a resident sends them.
    /// - Returns: the part.
    func filesInput(
        _ kit: PageKit,
        id: String = "files",
        accept: String = "image/*",
        isPublic: Bool = false
    ) -> JSONValue {
        guard let most = filesAtMost(isPublic: isPublic) else { return .null }
        func say(_ path: String) -> JSONValue { .string(kit.words.text(path, language, ["most": "\(most)"])) }
        return [
            "id": .string(id), "accept": .string(accept), "most": .int(Int64(most)),
            "is_pictures": .bool(accept == "image/*"), "hint": say("files.hint"), "too_many": say("files.too_many"),
        ]
    }
}

extension AskedAnswer {
    /// The step that an act was, also where it had been carried out before.
    var step: Int64? {
        headers[.eTag].flatMap { Int64($0.filter(\.isNumber)) }
    }
}
