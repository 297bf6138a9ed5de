package import Workflow

/// Why a ring of keys is none; no part of a key is ever said.
package enum KeyRingError: Error, Hashable, Sendable {
    /// It holds no key.
    case empty
    /// A line is not `id suite base64`.
    case malformed(line: Int)
    /// An id is not of 1 to 32 small letters, digits, dots, dashes and underscores.
    case badID(line: Int)
    /// A suite is not known.
    case unknownSuite(line: Int, known: [String])
    /// A key is not base64 of so many bytes.
    case badKey(line: Int, bytes: Int)
    /// Two keys bear the same id.
    case twice(id: String)
}

extension KeyRingError {
    /// A stable code.
    package var code: String {
        switch self {
        case .empty: "keys_empty"
        case .malformed: "keys_malformed"
        case .badID: "keys_bad_id"
        case .unknownSuite: "keys_unknown_suite"
        case .badKey: "keys_bad_key"
        case .twice: "keys_twice"
        }
    }

    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .empty: Bilingual(zh: "密钥环是空的", en: "the key ring is empty")
        case .malformed(let line):
            Bilingual(
                zh: "密钥环第 \(line) 行应为“编号 算法 base64”",
                en: "line \(line) of the key ring is not “id suite base64”"
            )
        case .badID(let line):
            Bilingual(
                zh: "密钥环第 \(line) 行的编号应为 1–32 个小写字母、数字、点、横线、下划线",
                en: "line \(line) of the key ring: an id is 1–32 small letters, digits, dots, dashes and underscores"
            )
        case .unknownSuite(let line, let known):
            Bilingual(
                zh: "密钥环第 \(line) 行的算法不认识；可用：\(known.joined(separator: "、"))",
                en: "line \(line) of the key ring: unknown suite; known: \(known.joined(separator: ", "))"
            )
        case .badKey(let line, let bytes):
            Bilingual(
                zh: "密钥环第 \(line) 行的密钥应为 \(bytes) 字节的 base64",
                en: "line \(line) of the key ring: the key is not base64 of \(bytes) bytes"
            )
        case .twice(let id):
            Bilingual(zh: "密钥环里有两个编号“\(id)”", en: "two keys of the ring bear the id “\(id)”")
        }
    }
}
