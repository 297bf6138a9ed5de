import AsyncHTTPClient
import Dispatcher
import Foundation
import Media
import NIOCore
import NIOHTTP1
import TestSupport
import Workflow

/// A file as a browser sends it in a form.
struct UploadFile: Sendable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// A picture of the tests of `Media`.
    static func picture(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "MediaTests/Fixtures/Pictures/" + name)))
    }

    static let pdf = Array("%PDF-1.7\n%âãÏÓ\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n".utf8)
    /// Larger than what is read at a time.
    static let largePDF = Array(pdf.dropLast(6)) + Array(repeating: 0x20, count: 700_000) + Array("%%EOF\n".utf8)
    static let page = Array("<!doctype html><html><script>alert(1)</script></html>".utf8)

    static let boundary = "----WhistleTest7f3a"

    /// A form with files.
    static func form(
        _ files: [UploadFile],
        field: String = "files",
        texts: [(String, String)] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, text) in texts {
            bytes += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(text)\r\n".utf8
        }
        for file in files {
            bytes +=
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"\(file.name)\"\r\n".utf8
            bytes += "Content-Type: application/octet-stream\r\n\r\n".utf8
            bytes += file.bytes + Array("\r\n".utf8)
        }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }
}

extension WebDistrict {
    /// Sends a form with files and reads the answer.
    func send(
        _ files: [UploadFile],
        to number: String,
        as account: String? = "desk",
        query: String = "",
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(
            .POST,
            "/api/v1/matters/\(number)/attachments\(query)",
            as: account,
            headers: ["Content-Type": "multipart/form-data; boundary=\(UploadFile.boundary)"].merging(headers) { $1 },
            bytes: UploadFile.form(files)
        )
    }

    /// Sends files; what came of each.
    func upload(
        _ number: String,
        _ files: [UploadFile],
        as account: String = "desk",
        query: String = "",
        headers: [String: String] = [:]
    ) async throws -> [JSONValue] {
        let answer = try await send(files, to: number, as: account, query: query, headers: headers)
        guard answer.status == 200, let results = answer.json["results"]?.array else { throw Refused(answer) }
        return results
    }

    /// What is in the folder: files that are kept, and drafts.
    func folder() -> (files: Int, drafts: Int) {
        let all = FileManager.default.enumerator(atPath: desk.folder.path)?.compactMap { $0 as? String } ?? []
        let drafts = all.filter { $0.hasPrefix("drafts/") }.count
        return (all.filter { $0.split(separator: "/").last?.count == 64 }.count, drafts)
    }
}
