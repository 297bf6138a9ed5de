import ChaosChecker
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

    @Test(arguments: ["", "done\tk", "done\tk\tx\t1\ttrue", "try\tk", "nonsense\tk\tk"])
    func `what is no note is none`(_ line: String) {
        #expect(Note(line: line[...]) == nil)
    }
}
