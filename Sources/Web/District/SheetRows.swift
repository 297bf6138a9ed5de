import Dispatcher
import HTTPTypes
import Tabular
import Workflow

/// Rows of a sheet as JSON: what an import of a file takes, under the same headings.
enum SheetRows {
    /// Rows by heading.
    static let shape = Shape.list(
        .map(.words(max: 4_000), max: 100),
        max: 100_000
    ).noted(
        zh: "每行一个对象，键是表头（与 whistle import 的表相同），值是文字",
        en: "an object a row: keys are headings, the same as in sheets for “whistle import”, values are texts"
    )

    /// Rows of a kind that is written in documents: what stands under a key may have an inside of its own.
    static let documents = Shape.list(
        .map(.document(inside: 5), max: 100),
        max: 100_000
    ).noted(
        zh: "每项一个对象，写法与 whistle import 的 YAML 文件相同",
        en: "an object an entry, written as in the YAML file for “whistle import”"
    )

    /// Reads the rows as a sheet, as any other.
    ///
    /// - Parameters:
    ///   - rows: what was sent.
    ///   - body: given the sheet.
    /// - Returns: what the body returns.
    /// - Throws: `Fault` with the sheet's own code where it is none; what the body throws.
    static func reading<Value>(
        _ rows: JSONValue?,
        _ body: (SheetInput) async throws -> Value
    ) async throws -> Value {
        do {
            return try await body(.bytes((rows ?? .array([])).canonicalBytes))
        } catch let error as SheetError {
            let message = Bilingual(zh: error.message(.zh), en: error.message(.en))
            throw Fault(.unprocessableContent, error.code, message)
        }
    }
}

extension Fault {
    /// Rows that cannot be taken: the first of them by number and reason.
    static func badRows(_ report: ImportReport) -> Fault {
        let named = report.bad.prefix(20)
        func text(_ language: Language) -> String {
            named.map { "\($0.line): \($0.message(language)) [\($0.code)]" }.joined(
                separator: language == .zh ? "；" : "; "
            )
        }
        return Fault(
            .unprocessableContent,
            "bad_rows",
            zh: "\(report.badRows) 行有误：\(text(.zh))",
            en: "\(report.badRows) rows cannot be taken: \(text(.en))"
        )
    }
}

extension Call {
    /// Refuses whoever does not keep the whole district's system.
    ///
    /// - Throws: `Fault` with `not_administrator`.
    func requireSystemAdministrator() async throws {
        guard try await part(of: ["system_administrator"]).isWhole else { throw Fault.notAdministrator }
    }
}
