import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import Workflow

extension Call {
    /// Carries out a page's form that may bear a sheet; one of names and values alone has been read already.
    ///
    /// - Parameters:
    ///   - admit: asked before the form is read, which takes memory.
    ///   - body: what is done with the form, its texts among the call's values and its file as the call's sheet.
    /// - Returns: what that returns.
    /// - Throws: `Fault`, `ShapeFaults` and `AttachmentRefusal` where the form is refused, and what the two throw.
    package func withSheet<Value>(
        admitting admit: () async throws -> Void,
        _ body: (Call) async throws -> Value
    ) async throws -> Value {
        guard endpoint.takesSheet, let form, case .arriving(let arriving) = form else { return try await body(self) }
        try await admit()
        // Until it is carried out: rows are held all the while.
        let seat = try parts.sheets.take()
        defer { withExtendedLifetime(seat) {} }
        let length = head.headerFields[.contentLength].flatMap { Int($0) }
        let bytes = try await BodyReader(sheetsOf: parts.limits).read(arriving, length: length)
        let read = try SheetForm(Array(bytes.readableBytesView), contentType: head.headerFields[.contentType] ?? "")
        var call = self
        call.values.merge(try endpoint.values(of: QueryText(pairs: read.texts))) { first, _ in first }
        call.sheet = read.sheet
        return try await body(call)
    }

    /// How many bytes a sheet may have: the form that carries it to the next step has room for it, however it writes its lines.
    package var sheetBytesAtMost: Int { parts.limits.sheet / 2 }

    /// How many matters a page moves with one request.
    package var portionAtMost: Int { parts.limits.portion }

    /// Does something that takes its time where it keeps nobody else waiting.
    ///
    /// - Parameter work: what is done.
    /// - Returns: what it returns.
    /// - Throws: what it throws.
    package func apart<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await parts.disk.run(work)
    }
}
