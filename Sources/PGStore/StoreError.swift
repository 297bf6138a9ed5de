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
    /// A sealed text does not open; what else there is of the matter is not touched by it.
    case sealed(SealedFault)
}

/// Why a sealed text does not open.
package enum SealedFault: Hashable, Sendable {
    /// No key of the ring bears this id.
    case unknownKey(String)
    /// The key's suite is not the one that the text names, by its number.
    case unknownSuite(Int)
    /// It is not what was stored there.
    case damaged
}

extension StoreError {
    /// A stable code.
    package var code: String {
        switch self {
        case .unknownDistrict: "unknown_district"
        case .damaged: "damaged_row"
        case .unknownDefinition: "unknown_definition"
        case .badConfiguration: "bad_configuration"
        case .sealed(.unknownKey): "key_unknown"
        case .sealed(.unknownSuite): "suite_unknown"
        case .sealed(.damaged): "sealed_damaged"
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
        case .sealed(let fault): fault.message
        }
    }
}

extension SealedFault {
    /// In words.
    package var message: Bilingual {
        switch self {
        case .unknownKey(let id):
            Bilingual(zh: "密钥环里没有编号为“\(id)”的密钥，打不开", en: "no key of the ring is “\(id)”: it does not open")
        case .unknownSuite(let number):
            Bilingual(zh: "密文的算法（\(number) 号）与密钥不符", en: "the suite that it names (\(number)) is not the key's")
        case .damaged: Bilingual(zh: "密文已损坏，或不属于此处", en: "it is damaged, or belongs elsewhere")
        }
    }
}
