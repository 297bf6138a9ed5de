import ArgumentParser
import Dispatcher
import PGStore
import Workflow

/// `whistle keys`: the keys under which residents' contacts are kept.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: localized("诉求人联系方式的密钥", "The keys of residents' names, telephones and addresses."),
        discussion: localized(
            """
            密钥环是一个只有自己能读的文件（WHISTLE_KEYS_FILE，权限 600），每行一把：编号 算法 base64；第一把用来加密，全部都能解密。
            换钥：把 whistle keys make 的新行放到最前，重启各进程，运行 whistle keys rotate；whistle keys list 显示旧钥为 0 后才可删去。
            """,
            """
            A ring is a file that only its owner reads (WHISTLE_KEYS_FILE, mode 0600), one key a line: id suite base64. The \
            first seals, all open. A new key: put a line of “whistle keys make” first, restart the processes, run “whistle \
            keys rotate”; take the old line out once “whistle keys list” says that nothing uses it.
            """
        ),
        subcommands: [Make.self, List.self, Rotate.self]
    )

    /// `whistle keys make`.
    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make",
            abstract: localized("打印一行新密钥", "Print a line for a new key.")
        )

        @Option(help: ArgumentHelp(localized("密钥的编号", "what the key is called"), valueName: "id"))
        var id = "k1"

        @Option(help: ArgumentHelp(localized("算法", "the suite"), valueName: "suite"))
        var suite = AES256GCM.name

        func run() async throws {
            try await complaining { Terminal.line(try KeyRing.makeLine(id: id, suite: suite)) }
        }
    }

    /// `whistle keys list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: localized("各密钥加密了多少条联系方式", "How many contacts each key has sealed."),
            discussion: localized(
                "各区合计。有未加密的，或有密钥环里没有的密钥，则以 1 退出。",
                "Over all districts. Exits with 1 where some are in the open, or sealed by a key that the ring lacks."
            )
        )

        @OptionGroup var database: DatabaseOptions
        @Flag(help: ArgumentHelp(localized("JSON 输出", "print JSON"))) var json = false

        func run() async throws {
            let json = json
            try await database.withEngine { engine in
                var uses: [String?: Int] = [:]
                for district in try await engine.districts() {
                    uses.merge(try await engine.contactKeys(in: district.id)) { $0 + $1 }
                }
                let ring = engine.keys?.ids ?? []
                json ? Self.printJSON(uses, ring) : Self.printText(uses, ring)
                guard uses.keys.allSatisfy({ $0.map { ring.contains($0) } ?? false }) else { throw ExitCodes.findings }
            }
        }

        private static func rows(_ uses: [String?: Int], _ ring: [String]) -> [(key: String, uses: Int, role: String)] {
            let missing = uses.keys.compactMap(\.self).filter { !ring.contains($0) }.sorted()
            return ring.enumerated().map { ($1, uses[$1] ?? 0, $0 == 0 ? "seals" : "opens") }
                + missing.map { ($0, uses[$0] ?? 0, "missing") }
        }

        private static func printJSON(_ uses: [String?: Int], _ ring: [String]) {
            let keys = rows(uses, ring).map { row -> JSONValue in
                ["key": .string(row.key), "contacts": .int(Int64(row.uses)), "role": .string(row.role)]
            }
            let open = Int64(uses[nil] ?? 0)
            Terminal.line((["keys": .array(keys), "in_the_open": .int(open)] as JSONValue).canonicalText)
        }

        private static func printText(_ uses: [String?: Int], _ ring: [String]) {
            for row in rows(uses, ring) {
                let role =
                    switch row.role {
                    case "seals": localized("用来加密", "seals")
                    case "missing": localized("密钥环里没有", "not in the ring")
                    default: localized("只用来解密", "opens only")
                    }
                let freed = row.role == "opens" && row.uses == 0 ? localized("，可以删去", ", may be taken out") : ""
                Terminal.line("\(row.key)  \(row.uses)  \(role)\(freed)")
            }
            Terminal.line(localized("未加密：\(uses[nil] ?? 0)", "in the open: \(uses[nil] ?? 0)"))
        }
    }
}
