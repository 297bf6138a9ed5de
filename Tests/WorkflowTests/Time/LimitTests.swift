import Foundation
import Testing
import Workflow

@Suite struct LimitTests {
    @Test(arguments: [
        "0", "90s", "30m", "8h", "45ws", "30wm", "2wh", "5wd", "5bd", "30d", "30cd", "4wh@office", "0@always",
        "3660wd", "87840h", "316224000s", "1d@办公", "2wh@a.b-c_1",
    ])
    func `a limit is written as it was read`(text: String) throws {
        let limit = try Limit(text)
        #expect(limit.description == text)
        #expect(try Limit(limit.description) == limit)
        let json = try JSONEncoder().encode([limit])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(text)\"]")
        #expect(try JSONDecoder().decode([Limit].self, from: json) == [limit])
    }

    @Test(arguments: [
        "", " ", "5", "wd", "5 wd", " 5wd", "5wd ", "05wd", "+5wd", "-5wd", "5.5h", "5WD", "5wdd", "00", "５wd", "5w",
        "@office", "1h30m", "五wd", "5\u{200B}wd",
    ])
    func `what is no limit is refused`(text: String) {
        #expect(throws: LimitError.notALimit(text)) { try Limit(text) }
    }

    @Test(arguments: [
        "3661wd", "87841h", "316224001s", "99999999999999999999m", "9223372036854775807d", "999999999999999999s",
    ])
    func `an amount beyond ten years is refused`(text: String) {
        let error = #expect(throws: LimitError.self) { try Limit(text) }
        guard case .amountOutOfRange = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["0s", "0wd", "0m"])
    func `zero is written 0 and nothing else`(text: String) {
        #expect(throws: LimitError.notALimit(text)) { try Limit(text) }
        #expect(throws: LimitError.self) { try Limit(.workingDays(0)) }
        #expect(throws: LimitError.self) { try Limit(.hours(-1)) }
    }

    @Test(arguments: ["4wh@", "4wh@4", "4wh@a b", "4wh@a@b", "4wh@-a"])
    func `what cannot name a calendar is refused`(text: String) {
        let error = #expect(throws: LimitError.self) { try Limit(text) }
        guard case .badCalendarName = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test func `working forms use up working time, the others elapsed time`() throws {
        for text in ["2wh", "30wm", "45ws", "5wd", "5bd"] { #expect(try Limit(text).measure == .working) }
        for text in ["0", "30m", "8h", "90s", "30d", "30cd"] { #expect(try Limit(text).measure == .elapsed) }
    }

    @Test func `a limit can be put on a calendar`() throws {
        #expect(try Limit("4wh").on(calendar: "office") == Limit("4wh@office"))
        #expect(throws: LimitError.badCalendarName("")) { try Limit("4wh").on(calendar: "") }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Limit].self, from: Data("[\"5x\"]".utf8)) }
    }
}
