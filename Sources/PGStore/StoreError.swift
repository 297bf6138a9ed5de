package import Workflow

/// What the database holds and the program cannot make sense of, or the other way round.
package enum StoreError: Error, Hashable, Sendable {
    /// No district bears that code.
    case unknownDistrict(String)
    /// A row is not what the program wrote.
    case damaged(table: String, row: String, why: String)
    /// The district has never published the definition.
    case unknownDefinition(String)
    /// The configuration in the database contradicts itself.
    case badConfiguration([Problem])
}

extension StoreError {
    /// A stable code.
    package var code: String {
        switch self {
        case .unknownDistrict: "unknown_district"
        case .damaged: "damaged_row"
        case .unknownDefinition: "unknown_definition"
        case .badConfiguration: "bad_configuration"
        }
    }

    /// In words.
    package var message: Bilingual {
        switch self {
        case .unknownDistrict(let code): Bilingual(zh: "没有编码为“\(code)”的区", en: "no district bears the code “\(code)”")
        case .damaged(let table, let row, let why):
            Bilingual(zh: "表 \(table) 的行 \(row) 已损坏：\(why)", en: "row \(row) of \(table) is damaged: \(why)")
        case .unknownDefinition(let name):
            Bilingual(zh: "没有发布过定义“\(name)”", en: "the definition “\(name)” was never published")
        case .badConfiguration(let problems):
            Bilingual(
                zh: "配置自相矛盾：" + problems.map { "\($0.path)：\($0.message.zh)" }.joined(separator: "；"),
                en: "the configuration contradicts itself: "
                    + problems.map { "\($0.path): \($0.message.en)" }.joined(separator: "; ")
            )
        }
    }
}
