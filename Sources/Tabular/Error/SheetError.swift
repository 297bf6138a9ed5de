/// What can be wrong with a sheet, a row of it, or the place it is written to.
///
/// Cases carry the facts only; `code` is stable, for programs, and `message(_:)` is for people. Columns count from 1.
package enum SheetError: Error, Hashable, Sendable {
    // MARK: The file as a whole

    /// There is no such file.
    case fileNotFound(path: String)
    /// The file is there, but cannot be read.
    case fileUnreadable(path: String, reason: SheetDetail)
    /// There is nothing in the file, not even a row of headings.
    case emptyFile
    /// The bytes are of no kind that can be read.
    case unknownFileKind
    /// The file, or a part of it that must be held in memory, is over the limit.
    case fileTooLarge(limit: Int)
    /// An old `.xls`: to be saved as `.xlsx`.
    case xlsNotSupported
    /// A workbook with a password.
    case fileEncrypted

    // MARK: Text

    /// Bytes that are not text in the encoding of the file.
    case badEncoding(encoding: String)
    /// A cell with U+0000.
    case textHasNul(column: Int)
    /// A cell longer than the limit.
    case cellTooLong(column: Int, limit: Int)
    /// A record longer than the limit.
    case recordTooLong(limit: Int)
    /// A row with more cells than there are headings, or than the limit.
    case tooManyCells(expected: Int, found: Int)

    // MARK: CSV

    /// A quotation mark inside of a bare cell, or text after a closing one.
    case brokenQuote(column: Int)
    /// A quotation mark that nothing closes.
    case unterminatedQuote(column: Int)

    // MARK: Workbooks

    /// The workbook's zip or XML is damaged, or a part is missing.
    case xlsxDamaged(detail: SheetDetail)
    /// A zip that would unpack to far more than any sheet does.
    case zipBomb
    /// XML with a document type, which no office program writes.
    case doctypeRefused
    /// No sheet of that name (or no visible sheet, when the name is empty).
    case sheetNotFound(name: String, available: [String])
    /// A cell that shows an error, such as `#N/A`.
    case cellIsError(column: Int, text: String)
    /// A formula that was never calculated, so that its value is not in the file.
    case formulaWithoutValue(column: Int)

    // MARK: JSON and YAML

    /// Text that is not JSON.
    case jsonBroken(line: Int, detail: SheetDetail)
    /// Text that is not YAML.
    case yamlBroken(line: Int, detail: SheetDetail)
    /// An element of the list that is not an object.
    case notAnObject
    /// A key that an object has twice.
    case duplicateKey(name: String)
    /// A key that appears for the first time too late to become a column.
    case unexpectedKey(name: String)
    /// A document nested too deep, or grown too large by its aliases.
    case tooComplex

    // MARK: Headings

    /// Required columns that are not there, all of them.
    case missingColumns([String])
    /// A heading that occurs twice, or two headings that mean the same column.
    case duplicateColumn(String)

    // MARK: Writing

    /// The disk is full.
    case noSpace
    /// Whoever was reading the output went away.
    case outputClosed
    /// The output cannot be written for another reason.
    case cannotWrite(reason: SheetDetail)
}

extension SheetError {
    /// The name of the mistake, which never changes, for programs and for looking it up.
    package var code: String {
        switch self {
        case .fileNotFound: "file_not_found"
        case .fileUnreadable: "file_unreadable"
        case .emptyFile: "empty_file"
        case .unknownFileKind: "unknown_file_kind"
        case .fileTooLarge: "file_too_large"
        case .xlsNotSupported: "xls_not_supported"
        case .fileEncrypted: "file_encrypted"
        case .badEncoding: "bad_encoding"
        case .textHasNul: "text_has_nul"
        case .cellTooLong: "cell_too_long"
        case .recordTooLong: "record_too_long"
        case .tooManyCells: "too_many_cells"
        case .brokenQuote: "csv_broken_quote"
        case .unterminatedQuote: "csv_unterminated_quote"
        case .xlsxDamaged: "xlsx_damaged"
        case .zipBomb: "zip_bomb"
        case .doctypeRefused: "xml_doctype_refused"
        case .sheetNotFound: "sheet_not_found"
        case .cellIsError: "cell_is_error"
        case .formulaWithoutValue: "formula_without_value"
        case .jsonBroken: "json_broken"
        case .yamlBroken: "yaml_broken"
        case .notAnObject: "not_an_object"
        case .duplicateKey: "duplicate_key"
        case .unexpectedKey: "unexpected_key"
        case .tooComplex: "too_complex"
        case .missingColumns: "missing_columns"
        case .duplicateColumn: "duplicate_column"
        case .noSpace: "no_space"
        case .outputClosed: "output_closed"
        case .cannotWrite: "cannot_write"
        }
    }

    /// The message in the language asked for: one sentence of what is wrong, and where it helps, what to do.
    package func message(_ language: SheetLanguage) -> String {
        switch language {
        case .zh: chineseMessage
        case .en: englishMessage
        }
    }
}

extension SheetError: CustomStringConvertible {
    /// The code and the English message.
    package var description: String {
        "\(code): \(englishMessage)"
    }
}

/// A language of messages and headings.
package enum SheetLanguage: String, Hashable, Sendable, CaseIterable {
    /// Chinese.
    case zh
    /// English.
    case en
}
