import Crypto
import PGStore
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

/// The second factor: codes that change with time, each once.
@Suite struct SecondFactorTests {
    private static let sealer = SecretSealer.aesGCM(SymmetricKey(data: [UInt8](repeating: 7, count: 32)))

    /// RFC 6238, appendix B, for SHA-1; ours are the last six of its eight digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func `codes are those of the RFC`(_ seconds: Int64, _ code: String) {
        let secret = Array("12345678901234567890".utf8)
        let now = Instant(seconds: seconds)
        #expect(TimeCode.code(secret, step: TimeCode.step(at: now)) == code)
        for (drift, fits) in [(-30, true), (0, true), (30, true), (60, false), (-60, false)] as [(Int64, Bool)]
        where seconds + drift >= 0 {
            let clock = Instant(seconds: seconds + drift)
            let step = TimeCode.step(of: " \(code.prefix(3)) \(code.suffix(3))", secret, now: clock, after: nil)
            #expect(step == (fits ? seconds / 30 : nil), "\(drift)")
        }
        #expect(TimeCode.step(of: code, secret, now: now, after: seconds / 30) == nil, "taken before")
        #expect(TimeCode.step(of: code, secret, now: now, after: seconds / 30 - 1) != nil)
    }

    @Test func `what is sealed for one is opened for no other, nor by another key`() throws {
        let sealed = try Self.sealer.seal([1, 2, 3], [9])
        #expect(try Self.sealer.open(sealed, [9]) == [1, 2, 3])
        #expect(throws: (any Error).self) { try Self.sealer.open(sealed, [8]) }
        let other = SecretSealer.aesGCM(SymmetricKey(size: .bits256))
        #expect(throws: (any Error).self) { try other.open(sealed, [9]) }
    }

    @Test func `base32 is that of its RFC`() {
        for (text, code) in [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
        ] {
            #expect(Base32.text(Array(text.utf8)) == code)
        }
    }

    /// A person with a second factor; gives the secret and the recovery codes.
    static func enrolled(
        _ change: @Sendable (inout AccountPolicy) -> Void = { _ in },
        _ body: @Sendable (TestDistrict, Accounts, _ secret: [UInt8], _ codes: [String]) async throws -> Void
    ) async throws {
        try await TestDistrict.with { city in
            let accounts = try await city.accounts(of: "desk", sealer: sealer, change)
            let identity = try await accounts.enter("desk", in: city).identity
            let new = try await accounts.beginSecondFactor(identity, password: goodPassword, from: .program)
            let account = "otpauth://totp/Whistle:desk?secret=\(new.secret)&issuer=Whistle"
            #expect(new.address == account)
            let secret = try #require(bytes(base32: new.secret))
            // Until it is confirmed it is not asked for.
            _ = try await accounts.enter("desk", in: city)
            let wrong = try await refusal(of: {
                try await accounts.confirmSecondFactor(identity, code: "0000000", from: .program)
            })
            #expect(wrong == "bad_second_factor")
            let step = TimeCode.step(at: try await city.engine.now())
            let codes = try await accounts.confirmSecondFactor(
                identity,
                code: TimeCode.code(secret, step: step),
                from: .program
            )
            #expect(Set(codes).count == 10)
            try await body(city, accounts, secret, codes)
        }
    }

    private static func bytes(base32 text: String) -> [UInt8]? {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.flatMap { letter -> [Int] in
            let value = letters.firstIndex(of: letter) ?? 0
            return (0..<5).map { value >> (4 - $0) & 1 }
        }
        return stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
            UInt8(bits[start..<start + 8].reduce(0) { $0 << 1 | $1 })
        }
    }

    /// Forgets which step was taken last, as if time had passed.
    private static func letStepsPass(_ city: TestDistrict) async throws {
        try await city.tamper("UPDATE credential SET totp_step = 0 WHERE district_id = \(city.id.rawValue)")
    }

    @Test func `a code is needed, and is taken once`() async throws {
        try await Self.enrolled { city, accounts, secret, _ in
            #expect(try await refusal(of: { try await accounts.enter("desk", in: city) }) == "second_factor_needed")
            try await Self.letStepsPass(city)
            let code = TimeCode.code(secret, step: TimeCode.step(at: try await city.engine.now()))
            _ = try await accounts.enter("desk", code: code, in: city)
            #expect(
                try await refusal(of: { try await accounts.enter("desk", code: code, in: city) }) == "bad_second_factor"
            )
            let sealed = try await city.engine.pool.query(
                "SELECT totp_sealed FROM credential WHERE district_id = \(city.id.rawValue)"
            ).only()[0, as: [UInt8].self]
            #expect(!sealed.contains(secret), "it lies sealed")
        }
    }

    @Test func `of several who come with the same code at once one is let in`() async throws {
        try await Self.enrolled { city, accounts, secret, _ in
            try await Self.letStepsPass(city)
            let code = TimeCode.code(secret, step: TimeCode.step(at: try await city.engine.now()))
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await refusal(of: { try await accounts.enter("desk", code: code, in: city) }) }
                }
                return try await group.reduce(into: []) { $0.append($1 ?? "in") }
            }
            #expect(codes.count { $0 == "in" } == 1 && codes.count { $0 == "bad_second_factor" } == 3)
        }
    }

    @Test func `wrong codes lock, though the password is right, and asking for the code forgives none`() async throws {
        try await Self.enrolled { (city, accounts, _, _) async throws in
            for _ in 0..<5 {
                #expect(try await refusal(of: { try await accounts.enter("desk", in: city) }) == "second_factor_needed")
                #expect(
                    try await refusal(of: { try await accounts.enter("desk", code: "12345", in: city) })
                        == "bad_second_factor"
                )
            }
            #expect(try await refusal(of: { try await accounts.enter("desk", in: city) }) == "locked")
            #expect(try await city.kinds(of: "desk").count { $0 == "second_factor_failed" } == 5)
        }
    }

    @Test func `a recovery code opens once, and not another's account`() async throws {
        try await Self.enrolled { city, accounts, _, codes in
            _ = try await accounts.enter("desk", code: codes[0].uppercased(), in: city)
            #expect(
                try await refusal(of: { try await accounts.enter("desk", code: codes[0], in: city) })
                    == "bad_second_factor"
            )
            _ = try await accounts.enter("desk", code: codes[1], in: city)
            #expect(try await city.kinds(of: "desk").count { $0 == "recovery_code_used" } == 2)
            #expect(
                try await accounts.removeSecondFactor(
                    of: city.person("desk"),
                    in: city.id,
                    by: .program,
                    from: .program
                )
            )
            _ = try await accounts.enter("desk", in: city)
            #expect(
                try await city.count("SELECT count(*) FROM recovery_code WHERE district_id = \(city.id.rawValue)") == 0
            )
        }
    }

    @Test func `a stolen session replaces nothing: the password and the old factor's code are asked for`() async throws
    {
        try await Self.enrolled { city, accounts, secret, codes in
            let identity = try await accounts.enter("desk", code: codes[0], in: city).identity
            func begin(_ password: String, _ code: String?) async throws -> String? {
                try await refusal(of: {
                    try await accounts.beginSecondFactor(identity, password: password, code: code, from: .program)
                })
            }
            #expect(try await begin("guess", codes[1]) == "bad_credentials")
            #expect(try await begin(goodPassword, nil) == "second_factor_needed")
            #expect(try await begin(goodPassword, codes[0]) == "bad_second_factor", "used")
            #expect(
                try await refusal(of: {
                    try await accounts.setPIN(identity, to: "402913", password: "guess", from: .program)
                }) == "bad_credentials"
            )
            #expect(try await begin(goodPassword, codes[1]) == nil)
            try await Self.letStepsPass(city)
            let code = TimeCode.code(secret, step: TimeCode.step(at: try await city.engine.now()))
            #expect(try await begin(goodPassword, code) == nil)
            #expect(try await begin(goodPassword, code) == "bad_second_factor")
            // The old one counts until the new one is confirmed.
            _ = try await accounts.enter("desk", code: codes[2], in: city)
        }
    }

    @Test func `without its key nobody who has one comes in, and nobody sets one up`() async throws {
        try await Self.enrolled { city, _, secret, _ in
            let code = TimeCode.code(secret, step: TimeCode.step(at: try await city.engine.now()) + 1)
            for accounts in [city.accounts(), city.accounts(sealer: .aesGCM(SymmetricKey(size: .bits256)))] {
                #expect(
                    try await refusal(of: { try await accounts.enter("desk", code: code, in: city) })
                        == "second_factor_unavailable"
                )
            }
            let without = try await city.accounts(of: "grid")
            let identity = try await without.enter("grid", in: city).identity
            #expect(
                try await refusal(of: {
                    try await without.beginSecondFactor(identity, password: goodPassword, from: .program)
                })
                    == "second_factor_unavailable"
            )
        }
    }

    @Test func `an administrator without one may only set it up`() async throws {
        try await TestDistrict.with { city in
            _ = try await city.load(.people, csv: "账号,姓名,岗位,单位编码\nroot,管理员,系统管理员,S")
            let accounts = city.accounts(sealer: Self.sealer)
            let root = try #require(try await city.now().person(called: "root"))
            try await accounts.setPassword(
                of: root,
                account: "root",
                in: city.id,
                to: goodPassword,
                mustChange: false,
                by: .program,
                from: .program
            )
            let signedIn = try await accounts.enter("root", in: city)
            #expect(signedIn.identity.restrictions == [.secondFactorMissing])
            let new = try await accounts.beginSecondFactor(
                signedIn.identity,
                password: goodPassword,
                from: .program
            )
            let secret = try #require(Self.bytes(base32: new.secret))
            let code = TimeCode.code(secret, step: TimeCode.step(at: try await city.engine.now()))
            _ = try await accounts.confirmSecondFactor(signedIn.identity, code: code, from: .program)
            #expect(try await accounts.authenticate(session: signedIn.secret).restrictions.isEmpty)
        }
    }
}
