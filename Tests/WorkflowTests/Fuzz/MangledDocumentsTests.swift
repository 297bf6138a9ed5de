import Foundation
import Shipped
import TestSupport
import Testing
import Workflow

/// Documents that cities write (definitions, calendars, holidays), and what the journal keeps, damaged byte by byte:
/// each is refused with a code and a place, or means something; none stops the process or goes on for ever.
@Suite struct MangledDocumentsTests {
    static let marks = [
        ": ", "- ", "{", "}", "[", "]", "\n", "  ", "\t", "&a ", "*a", "<<: *a", "!!str ", "|", "null", "true", "~",
        "#", "\"", "'",
        "99999999999999999999", "-1", "0", "1wd", "\0", "\u{FEFF}", "? ", "%", "---\n",
    ]

    private static func text(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Shipped.folder.appending(path: path)))
    }

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: ["issue", "task"], PropertyRuns.seeds(1...4))
    func `a damaged definition is refused with codes, or is one`(name: String, seed: UInt64) throws {
        let valid = try Self.text("definitions/\(name).yaml")
        var mangler = Mangler(seed)
        for _ in 0..<4 {
            let damaged = mangler.mangled(valid, tokens: Self.marks)
            let begin = ContinuousClock.now
            guard let document = try? JSONValue(yaml: String(decoding: damaged, as: UTF8.self)) else { continue }
            do throws(Problems) {
                let definition = try WorkflowDefinition(document: document)
                for problem in definition.problems() { #expect(!problem.code.isEmpty && !problem.path.isEmpty) }
                #expect(!definition.mermaid().isEmpty)
                _ = definition.changes(since: try WorkflowDefinition(document: definition.document))
            } catch {
                #expect(!error.all.isEmpty && error.all.allSatisfy { !$0.code.isEmpty && !$0.message.en.isEmpty })
            }
            #expect(begin.duration(to: .now) < .seconds(30), "seed \(seed)")
        }
    }

    @Test(
        .timeLimit(.minutes(10 * PropertyRuns.factor)),
        arguments: ["office", "boston", "always"],
        PropertyRuns.seeds(1...8)
    )
    func `a damaged calendar is refused, or counts`(name: String, seed: UInt64) throws {
        let valid = try Self.text("calendars/\(name).yaml")
        let holidays = try Shipped.holidays()
        var mangler = Mangler(seed)
        for _ in 0..<4 {
            let damaged = mangler.mangled(
                valid,
                tokens: Self.marks + ["2026-02-30", "24:00", "09:00-08:00", "Mars/Base"]
            )
            guard let document = try? JSONValue(yaml: String(decoding: damaged, as: UTF8.self)),
                let calendar = try? JSONDecoder().decode(CalendarDocument.self, from: Data(document.canonicalBytes))
                    .calendar(list: { _ in holidays })
            else { continue }
            let now = Instant(seconds: 1_767_319_200)
            let due = calendar.deadline(after: try Limit("5wd"), from: now).due
            #expect(due >= now)
            #expect(calendar.workTime(from: now, to: due) >= 0)
        }
    }

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: PropertyRuns.seeds(1...30))
    func `a damaged list of holidays is refused with a line, or is one`(seed: UInt64) throws {
        let valid = try Self.text("calendars/china.csv")
        var mangler = Mangler(seed)
        for _ in 0..<4 {
            let damaged = String(
                decoding: mangler.mangled(valid, tokens: [",", "\n", "\"", "2026-13-01", "off"]),
                as: UTF8.self
            )
            do throws(HolidayFileError) {
                let list = try HolidayList(csv: damaged)
                #expect(list.exceptions.count <= damaged.utf8.count)
            } catch {
                #expect(error.line >= 0)
            }
        }
    }

    @Test(.timeLimit(.minutes(10 * PropertyRuns.factor)), arguments: PropertyRuns.seeds(1...6))
    func `damaged bytes of events and rows are refused with a place, or can be worked with`(seed: UInt64) throws {
        var maker = LifeMaker(seed: 40 + seed)
        let made = try maker.life(tries: 40, under: Ground.machines.get()) { _, _ in nil }
        var mangler = Mangler(seed)
        let marks = ["null", "[]", "{}", "\"\"", "-9223372036854775808", ",", "\"a\":", "\\u0000", "[[[[[[[["]
        for (ticket, events) in zip(made.family.tickets, made.family.events) {
            for event in events {
                let damaged = mangler.mangled(event.payload.canonicalBytes, tokens: marks)
                guard let value = try? JSONValue(parsing: damaged) else { continue }
                #expect(try JSONValue(parsing: value.canonicalBytes) == value)
                guard let read = try? Event(payload: value, of: event) else { continue }
                #expect(try Event(payload: read.payload.json, of: event) == read)
                _ = try? Ticket.fold(events.map { $0.seq == event.seq ? read : $0 })
            }
            for _ in 0..<20 {
                let damaged = mangler.mangled(ticket.body.canonicalBytes, tokens: marks)
                guard let value = try? JSONValue(parsing: damaged),
                    let read = try? Ticket(columns: .init(ticket), body: value)
                else { continue }
                let body = try JSONValue(parsing: read.body.canonicalBytes)
                #expect(try Ticket(columns: .init(read), body: body) == read)
                _ = read.timers
                _ = read.lamp
            }
        }
    }

    @Test(arguments: PropertyRuns.seeds(1...20)) func `any bytes are JSON or refused at a place within them`(
        seed: UInt64
    ) {
        var mangler = Mangler(seed)
        let signs = Array("{}[]\",:0123456789eE+-.\\u truefalsenull\n\u{1}é居".utf8)
        for _ in 0..<40 {
            let count = Int.random(in: 0...400, using: &mangler)
            let bytes = (0..<count).map { _ in signs.randomElement(using: &mangler) ?? 0 }
            do throws(JSONError) {
                let value = try JSONValue(parsing: bytes)
                #expect(value.canonicalBytes.count <= 6 * bytes.count + 16)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }
}
