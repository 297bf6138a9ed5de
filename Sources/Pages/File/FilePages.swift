import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Web
import Workflow

/// Files that are added to a matter on their own.
struct FilePages {
    let kit: PageKit

    var all: [Endpoint] { [form, add] }

    private static let number = Parameter("number", in: .path, .number, zh: "编号", en: "the number")
    /// What the API takes, as a browser offers it.
    static let accept =
        "image/*,video/mp4,audio/mpeg,audio/mp4,audio/amr,application/pdf,.ofd,.docx,.xlsx,.heic,.mp3,.m4a,.amr"

    private var form: Endpoint {
        .page(.get, "/matters/{number}/files", kit, id: "pageFiles", parameters: [Self.number]) { [kit] call in
            try await call.filesPage(kit)
        }
    }

    private var add: Endpoint {
        .page(
            .post,
            "/matters/{number}/files",
            kit,
            id: "pageFilesSent",
            parameters: [Self.number] + ActForm.parameters,
            takesFiles: true
        ) { [kit] call in
            let number = call.text("number") ?? ""
            return try await call.withFiles(of: number) { call, files in
                try call.checkAccount()
                do {
                    // A form without a file, and one that was sent otherwise, is refused by who knows why.
                    guard let files, files.hasFiles else { throw AttachmentRefusal.noFile }
                    let sent = try await call.added(files, to: number, with: nil)
                    guard !call.wantsData else {
                        try sent.checkTaken()
                        return call.data([
                            "done": true, "number": .string(number), "to": .string("/matters/\(number)?done=attach"),
                            "seq": sent.seq.map { .int($0) } ?? .null, "refused": .array(sent.refused),
                        ])
                    }
                    guard sent.refused.isEmpty else { return try await call.filesPage(kit, sent: sent) }
                    return call.seeOther("/matters/\(number)?done=attach")
                } catch {
                    let fault = try Fault.known(error)
                    guard !call.wantsData else { return call.data(fault.data(call.language), status: fault.status) }
                    return try await call.filesPage(kit, fault: fault)
                }
            }
        }
    }
}

extension Call {
    /// The form for files of a matter.
    ///
    /// - Parameters:
    ///   - kit: what pages are made with.
    ///   - done: what was done just now, that files were sent with.
    ///   - sent: what came of files that were sent.
    ///   - fault: why they were refused.
    /// - Returns: the page.
    /// - Throws: what the API says no with.
    func filesPage(
        _ kit: PageKit,
        done: JSONValue = .null,
        sent: FilesSent = .none,
        fault: Fault? = nil
    ) async throws -> Response {
        let matter = try await ask("readMatter", ["number": .string(text("number") ?? "")]).json
        let look = try await look(kit)
        var model: JSONObject = [
            "matter": .object(look.matter(matter)), "files": .object(look.files(matter)),
            "photos": matter["may_attach"] == true ? filesInput(kit, accept: FilePages.accept) : .null,
            "key": .string(formKey(after: fault)), "done": done, "refused": .array(sent.refused),
            "is_refused": .bool(!sent.refused.isEmpty),
        ]
        if let fault { model["problem"] = .string(fault.message(language)) }
        let title = kit.words.text("files.add", language)
        return page(kit, "files", title: title, model, status: fault?.status ?? .ok)
    }
}
