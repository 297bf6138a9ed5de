package import Dispatcher
import HTTPTypes
import NIOCore
import PGStore
import Workflow

extension Call {
    /// Carries a request out whose body may be a form with pictures instead of its usual one.
    ///
    /// - Parameters:
    ///   - isPublic: whether it comes from a resident or another system, not from the staff.
    ///   - admit: asked before such a form is read, which takes room on the disk.
    ///   - body: what is done with the request, as if it had come with its usual body, and with the form; nil: it did.
    /// - Returns: what that returns.
    /// - Throws: `Fault`, `ShapeFaults` and `AttachmentRefusal` where the form is refused, and what the two throw.
    package func withPictures<Value>(
        isPublic: Bool = true,
        admitting admit: () async throws -> Void,
        _ body: (Call, ReceivedForm?) async throws -> Value
    ) async throws -> Value {
        guard let plan = endpoint.pictures, let form else { return try await body(self, nil) }
        switch form {
        // Whoever sent it was let in before a page read it, and the page gave the body apart.
        case .received(let form): return try await body(self, form)
        case .arriving:
            try await admit()
            return try await desk().receive(form, plan, isPublic: isPublic, of: self) { form in
                try await body(try taking(form), form)
            }
        }
    }

    /// How many files one form may have; nil: files of matters are not taken at all.
    ///
    /// - Parameter isPublic: whether a resident sends it.
    /// - Returns: how many.
    package func filesAtMost(isPublic: Bool) -> Int? {
        parts.attachments.map { (isPublic ? $0.limitsOfResidents : $0.limits).filesOfUpload }
    }

    /// Lets whoever may send a form with files to a resident's page go on, before it is read.
    ///
    /// - Throws: `Fault` where an address sends too many.
    package func admitOwnFiles() throws { try admitUpload() }

    /// Stores the pictures of a form: no row names them yet.
    func store(_ form: ReceivedForm?) async throws -> [StoredFile] {
        guard let form, form.hasFiles else { return [] }
        return await (try desk()).store(form)
    }

    /// Names stored pictures as a matter's.
    ///
    /// - Parameters:
    ///   - files: the pictures.
    ///   - receipt: the act that they came with.
    ///   - person: who sent them; nil: the resident.
    ///   - key: under which each is kept once.
    /// - Returns: what came of each.
    /// - Throws: `Fault` where there is no folder.
    func name(
        _ files: [StoredFile],
        _ receipt: Receipt,
        by person: PersonID?,
        key: String?
    ) async throws -> [UploadedFile] {
        guard !files.isEmpty else { return [] }
        let upload = Upload(
            district: configuration.id,
            ticket: receipt.ticket,
            seq: receipt.seq,
            person: person,
            key: key
        )
        return await (try desk()).name(files, upload)
    }

    /// The same request as if the form's texts had come as its usual body.
    private func taking(_ form: ReceivedForm) throws -> Call {
        var call = self
        guard let shape = endpoint.body else {
            call.values.merge(try endpoint.values(of: QueryText(pairs: form.texts))) { first, _ in first }
            return call
        }
        guard form.texts.count == 1, let text = form.texts.first?.text else {
            throw ShapeFaults(all: [ShapeFault("body", .missing, zh: "必填一次", en: "required, once")])
        }
        call.body = try JSONValue(parsing: Array(text.utf8), numbers: .any)
        let faults = shape.faults(in: call.body)
        guard faults.isEmpty else { throw ShapeFaults(all: faults) }
        return call
    }
}
