import Foundation
import TestSupport
import Testing

/// Whom to reach, at the terminal: stars, in full for who must call, a record of each look, and a new key.
@Suite struct ContactCommandTests {
    private static let desk = "zhuyingdispatch1"

    private static func file(_ city: City, phone: String = "138 0000 5678") async throws -> String {
        try await city.file(
            "contact_name=张三丰",
            "contact_phone=\(phone)",
            "contact_address=翠苑小区3号楼2单元501室",
            text: "垃圾三天没清"
        )
    }

    @Test func `stars for whoever runs the program, in full for who must call, and each look on record`() async throws {
        try await City.with { city in
            let number = try await Self.file(city)
            let masked = try await city.expect("show", number)
            #expect(masked.output.contains("张**") && masked.output.contains("138******5678"))
            #expect(masked.output.contains("翠苑小区*号楼*单元***室") && !masked.output.contains("张三丰"))
            #expect(try await city.expect("access-log").output.isEmpty)
            let street = try await city.expect("show", number, "--as", "liutingdispatch1", "--json")
            let seen = try #require(try street.json["contact"] as? [String: Any])
            #expect(seen["sight"] as? String == "masked" && seen["contact_name"] as? String == "张**")
            let full = try await city.expect("show", number, "--as", Self.desk, "--reason", "回访诉求人")
            #expect(full.output.contains("张三丰") && full.output.contains("138 0000 5678"))
            let log = try await city.expect("access-log", "--ticket", number, "--account", Self.desk)
            #expect(log.lines.count == 1 && log.output.contains("回访诉求人") && log.output.contains("cli"))
            #expect(try await city.expect("access-log", "--account", "liutingdispatch1").output.isEmpty)
            try await city.expect("verify")
        }
    }

    @Test func `a new key: made, put first, rotated, and the old one taken out`() async throws {
        try await Workplace.with { workplace in
            var number = ""
            try await City.with(in: workplace) { city in number = try await Self.file(city) }
            let ring = workplace.folder.appending(path: "var/keys")
            let mode = try FileManager.default.attributesOfItem(atPath: ring.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let old = try String(contentsOf: ring, encoding: .utf8)
            let made = try await workplace.run(["keys", "make", "--id", "k2"])
            #expect(made.status == 0 && made.output.hasPrefix("k2 aes-256-gcm "))
            try (made.output + old).write(to: ring, atomically: false, encoding: .utf8)
            try await City.with(in: workplace) { city in
                let before = try await city.expect("keys", "list", "--json")
                let counts = try #require(try before.json["keys"] as? [[String: Any]])
                let sealed = try #require(counts.last?["contacts"] as? Int)
                #expect(counts.first?["contacts"] as? Int == 0 && sealed > 0)
                #expect(try await city.expect("show", number).output.contains("张**"))
                let rotated = try await city.expect("keys", "rotate", "--json")
                #expect(try rotated.json["sealed"] as? Int == sealed)
                #expect(try await city.expect("keys", "list").output.contains("may be taken out"))
            }
            try made.output.write(to: ring, atomically: false, encoding: .utf8)
            try await City.with(in: workplace) { city in
                #expect(try await city.expect("show", number).output.contains("138******5678"))
                // Without its key it is unreadable, and the rest of the matter is shown all the same.
                let other = ["WHISTLE_KEYS": old.trimmingCharacters(in: .whitespacesAndNewlines)]
                let shown = try await workplace.run(["show", number], zh: false, input: nil, other)
                #expect(shown.status == 0 && shown.output.contains("unreadable") && shown.output.contains("垃圾三天没清"))
                let list = try await workplace.run(["keys", "list"], zh: false, input: nil, other)
                #expect(list.status == 1 && list.output.contains("not in the ring"))
            }
        }
    }

    @Test func `a ring that is none stops the program with words, and with nothing of a key`() async throws {
        try await Workplace.with { workplace in
            let secret = String(repeating: "Q", count: 43) + "="
            let open = workplace.folder.appending(path: "open")
            try "k1 aes-256-gcm \(secret)\n".write(to: open, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: open.path)
            let cases: [([String: String], String)] = [
                (["WHISTLE_KEYS": "k1"], "keys_malformed"),
                (["WHISTLE_KEYS": "k1 rot13 \(secret)"], "keys_unknown_suite"),
                (["WHISTLE_KEYS": "k1 aes-256-gcm \(secret.dropFirst(4))"], "keys_bad_key"),
                (["WHISTLE_KEYS": " "], "keys_empty"), (["WHISTLE_KEYS_FILE": "nowhere"], "keys_file_missing"),
                (["WHISTLE_KEYS_FILE": open.path], "keys_file_open"),
                (["WHISTLE_KEYS": "a", "WHISTLE_KEYS_FILE": "b"], "keys_twice_named"),
            ]
            for (variables, code) in cases {
                let outcome = try await workplace.run(["up", "--no-sample"], zh: false, input: nil, variables)
                #expect(outcome.complains(code, 78), "\(variables.keys): \(outcome)")
                #expect(!(outcome.output + outcome.errors).contains("QQQQ"))
            }
        }
    }
}
