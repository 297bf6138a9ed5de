import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// What came of files that were sent with a form.
struct FilesSent {
    /// The matter's last step with them; nil: none is new.
    let seq: Int64?
    /// Those that were not taken: what each is called, and why.
    let refused: [JSONValue]
    /// Whether some would be taken in a moment.
    var isPassing = false

    /// There were none.
    static let none = FilesSent(seq: nil, refused: [])

    /// What passes: so many send at once, or the database answers nobody.
    private static let passing: Set<String> = [
        "uploads_busy", "pictures_busy", "busy", "deadline_exceeded", "database_unavailable", "stopping",
    ]

    /// None was taken.
    init(_ fault: Fault, _ language: Language) {
        self.init(
            seq: nil,
            refused: [["name": .null, "why": .string(fault.message(language))]],
            isPassing: Self.passing.contains(fault.code)
        )
    }

    init(seq: Int64?, refused: [JSONValue], isPassing: Bool = false) {
        self.seq = seq
        self.refused = refused
        self.isPassing = isPassing
    }

    /// Refuses a form that a script keeps, where its files would be taken in a moment: under its key the rest is done once.
    ///
    /// - Throws: `Fault` with `files_later`.
    func checkTaken() throws(Fault) {
        guard isPassing else { return }
        throw Fault(
            .serviceUnavailable,
            "files_later",
            zh: "已经办好，照片稍后再发",
            en: "it was done; the photos are sent again in a moment"
        )
    }
}

extension FilesSent {
    /// Of the results that the API gives.
    init(_ answer: JSONValue, results: String = "results") {
        let failed = (answer[results]?.array ?? []).filter { $0["problem"]?.object != nil }
        self.init(
            seq: answer["seq"]?.int,
            refused: failed.map { ["name": $0["file_name"] ?? .null, "why": $0["problem"]?["detail"] ?? .null] },
            isPassing: failed.contains { $0["problem"]?["code"]?.string.map(Self.passing.contains) ?? false }
        )
    }
}

extension Call {
    /// Takes a form with files for a matter.
    ///
    /// - Parameters:
    ///   - number: the matter.
    ///   - body: given what was sent and its files; nil: it came without.
    /// - Returns: what the body returns.
    /// - Throws: what the API says no with; what the body throws.
    func withFiles(
        of number: String,
        _ body: (Call, ReceivedForm?) async throws -> Response
    ) async throws -> Response {
        try await withPictures(isPublic: false) {
            // Files are read of those alone who see what they come for.
            _ = try await ask("readMatter", ["number": .string(number)])
            try admit(to: "addAttachments")
        } _: { call, files in
            try await body(call, files)
        }
    }

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
            return FilesSent(try Fault.known(error), language)
        }
    }

    /// Adds files to a matter.
    ///
    /// - Throws: what the API says no with.
    func added(_ files: ReceivedForm, to number: String, with step: Int64?) async throws -> FilesSent {
        var values: [String: JSONValue] = ["number": .string(number)]
        if let step { values["seq"] = .int(step) }
        values.merge(sentKey) { $1 }
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
