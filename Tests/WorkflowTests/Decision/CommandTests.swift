import Testing
import Workflow

@Suite struct CommandTests {
    private static func command(
        act: ActionName = "sign",
        by party: Party = World.liaison,
        input: [FieldName: JSONValue] = ["grade": "complex"],
        text: String = "已联系",
        seq: Int? = 3
    ) -> Command {
        let words: [FieldName: Words] = ["text": Words(text: text, digest: "0")]
        return Command(act: act, by: party, input: input, words: words, expectedSeq: seq)
    }

    @Test func `two that say the same are equal, whoever made them`() {
        #expect(Self.command() == Self.command())
        #expect(Set([Self.command(), Self.command()]).count == 1)
    }

    @Test func `one that differs in anything is another`() {
        let all = [
            Self.command(), Self.command(act: "submit_result"), Self.command(by: World.head), Self.command(input: [:]),
            Self.command(text: "未联系"), Self.command(seq: nil),
        ]
        #expect(Set(all).count == all.count)
    }
}
