import ChaosChecker
import Foundation
import Testing

@Suite struct NoteTests {
    @Test(
        arguments: [
            .tries(
                NotedCommand(
                    key: "c.0.1.2",
                    account: "desk0",
                    act: "report",
                    definition: "issue",
                    values: ["i.place": "7", "s.category": "类别1", "t.text": "漏水凭c.0.1.2"]
                )
            ),
            .tries(NotedCommand(key: "k", account: "a", act: "sign", definition: "task", ticket: 9, expectedSeq: 4)),
            .done(key: "k", ticket: 9, seq: 5, isRepeat: true), .refused(key: "k", code: "stale_version"),
            .undone(key: "k", code: "busy"), .again(key: "k", code: "deadline_exceeded"),
        ] as [Note]
    )
    func `a note is read as it was written`(_ note: Note) {
        #expect(Note(line: note.line[...]) == note)
    }

    @Test func `what one generation tried and another was told belongs together, whatever its file is called`() throws {
        let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "whistle-notes-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let tries = Note.tries(NotedCommand(key: "k", account: "a", act: "sign", definition: "task", ticket: 9))
        let files = [
            "c.2.notes": tries.line + "\n",
            // The last line was torn when its writer was killed: it is none.
            "c.10.notes": "again\tk\tcaller_gone\ndone\tk\t9\t5\ttrue\ndone\tk\t9\t6",
            "d.0.notes": "nonsense\n",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let notes = try CallerNotes(folder: folder)
        #expect(notes.unresolved.isEmpty && notes.badLines == 1)
        let record = try #require(notes.records["k"])
        #expect(record.places == [CallerNotes.Place(ticket: 9, seq: 5)] && record.retries == 1)
        #expect(try CallerNotes(folder: folder, prefix: "c.2.").unresolved.map(\.key) == ["k"])
    }

    @Test(arguments: ["", "done\tk", "done\tk\tx\t1\ttrue", "try\tk", "nonsense\tk\tk"])
    func `what is no note is none`(_ line: String) {
        #expect(Note(line: line[...]) == nil)
    }
}
