extension SheetError {
    /// The message in English.
    var englishMessage: String {
        switch self {
        case .fileNotFound(let path): "there is no file \(path)"
        case .fileUnreadable(let path, let reason): "\(path) cannot be read: \(reason.en)"
        case .emptyFile: "the file is empty: not even headings were found"
        case .unknownFileKind: "not a CSV, XLSX, JSON or YAML file"
        case .fileTooLarge(let limit): "the file is too large: at most \(megabytes(limit)) MB"
        case .xlsNotSupported: "an old .xls file: save it as .xlsx in Excel or WPS, then import it again"
        case .fileEncrypted: "the workbook has a password: remove it, save, then import it again"
        case .badEncoding(let encoding): "text that is not valid \(encoding)"
        case .textHasNul(let column): "column \(columnName(column)) contains a NUL character"
        case .cellTooLong(let column, let limit):
            "column \(columnName(column)) is too long: at most \(limit) characters"
        case .recordTooLong(let limit): "the record is too long: at most \(limit) bytes"
        case .tooManyCells(let expected, let found): "\(found) cells, but only \(expected) columns"
        case .brokenQuote(let column):
            "column \(columnName(column)) has a stray quotation mark: double it inside quotes"
        case .unterminatedQuote(let column):
            "column \(columnName(column)) begins with a quotation mark that is not closed"
        case .xlsxDamaged(let detail): "the workbook is damaged: \(detail.en)"
        case .zipBomb: "the workbook unpacks to far more than its size allows: refused"
        case .doctypeRefused: "the workbook contains an XML document type: refused"
        case .sheetNotFound(let name, let available):
            name.isEmpty
                ? "the workbook has no visible sheet"
                : "there is no sheet “\(name)”; there is: \(available.joined(separator: ", "))"
        case .cellIsError(let column, let text): "column \(columnName(column)) shows the error \(text)"
        case .formulaWithoutValue(let column):
            "column \(columnName(column)) has a formula without a value: open and save the file in Excel or WPS"
        case .jsonBroken(let line, let detail): "not valid JSON at line \(line): \(detail.en)"
        case .yamlBroken(let line, let detail): "not valid YAML at line \(line): \(detail.en)"
        case .notAnObject: "not an object with named fields"
        case .duplicateKey(let name): "the key “\(name)” occurs twice"
        case .unexpectedKey(let name): "the key “\(name)” is in no record before this one, nor among the known fields"
        case .tooComplex: "the document is nested too deep or grows too large by its aliases"
        case .missingColumns(let names): "required columns are missing: \(names.joined(separator: ", "))"
        case .duplicateColumn(let name): "the column “\(name)” occurs twice"
        case .noSpace: "no space left on the disk"
        case .outputClosed: "the reader of the output has closed it"
        case .cannotWrite(let reason): "the output cannot be written: \(reason.en)"
        }
    }
}

extension SheetError {
    /// A column as people name it: its number, and the letters that a spreadsheet shows above it.
    func columnName(_ column: Int) -> String {
        "\(column) (\(ColumnLetters.letters(column)))"
    }

    /// Bytes as megabytes, at least one.
    func megabytes(_ bytes: Int) -> Int {
        max(1, bytes >> 20)
    }
}
