extension SheetError {
    /// The message in Chinese.
    var chineseMessage: String {
        switch self {
        case .fileNotFound(let path): "找不到文件 \(path)"
        case .fileUnreadable(let path, let reason): "无法读取 \(path)：\(reason.zh)"
        case .emptyFile: "文件是空的，连表头也没有"
        case .unknownFileKind: "不是 CSV、XLSX、JSON 或 YAML 文件"
        case .fileTooLarge(let limit): "文件太大，不能超过 \(megabytes(limit)) MB"
        case .xlsNotSupported: "这是旧版 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再导入"
        case .fileEncrypted: "工作簿有密码，请取消密码并保存后再导入"
        case .badEncoding(let encoding): "文字不是有效的 \(encoding) 编码"
        case .textHasNul(let column): "第 \(columnName(column)) 列含有空字符（NUL）"
        case .cellTooLong(let column, let limit): "第 \(columnName(column)) 列太长，不能超过 \(limit) 个字符"
        case .recordTooLong(let limit): "这条记录太长，不能超过 \(limit) 字节"
        case .tooManyCells(let expected, let found): "有 \(found) 个单元格，但只有 \(expected) 列"
        case .brokenQuote(let column): "第 \(columnName(column)) 列的引号有误，引号内的引号应写两遍"
        case .unterminatedQuote(let column): "第 \(columnName(column)) 列的引号没有结束"
        case .xlsxDamaged(let detail): "工作簿已损坏：\(detail.zh)"
        case .zipBomb: "工作簿解压后的大小远超正常范围，拒绝读取"
        case .doctypeRefused: "工作簿中含有 XML 文档类型声明，拒绝读取"
        case .sheetNotFound(let name, let available):
            name.isEmpty ? "工作簿中没有可见的工作表" : "没有名为“\(name)”的工作表，现有：\(available.joined(separator: "、"))"
        case .cellIsError(let column, let text): "第 \(columnName(column)) 列显示错误 \(text)"
        case .formulaWithoutValue(let column): "第 \(columnName(column)) 列的公式没有计算结果，请在 Excel 或 WPS 中打开并保存"
        case .jsonBroken(let line, let detail): "第 \(line) 行不是有效的 JSON：\(detail.zh)"
        case .yamlBroken(let line, let detail): "第 \(line) 行不是有效的 YAML：\(detail.zh)"
        case .notAnObject: "不是带有字段名的对象"
        case .duplicateKey(let name): "字段“\(name)”出现了两次"
        case .unexpectedKey(let name): "字段“\(name)”在前面的记录中没有出现过，也不是已知字段"
        case .tooComplex: "文档嵌套太深，或引用展开后太大"
        case .missingColumns(let names): "缺少必填的列：\(names.joined(separator: "、"))"
        case .duplicateColumn(let name): "列“\(name)”出现了两次"
        case .noSpace: "磁盘空间不足"
        case .outputClosed: "接收输出的一方已关闭"
        case .cannotWrite(let reason): "无法写出：\(reason.zh)"
        }
    }
}
