import Testing
import Workflow

/// Which lines a text gives reason to call.
@Suite struct EmergencyHintTests {
    @Test(arguments: [
        ("三楼着火了，有人被困", ["119"]), ("路口车祸，有人流血", ["120", "122"]), ("邻居持刀打人", ["110"]),
        ("The kitchen is ON FIRE", ["119"]),
        ("楼道灯坏了", []), ("", []),
    ])
    func `a text names the lines to call, and most name none`(_ text: String, _ lines: [String]) {
        #expect(Set(EmergencyHint.found(in: text).map(\.rawValue)) == Set(lines))
    }

    @Test func `every line has its words in both languages`() {
        for hint in EmergencyHint.allCases {
            #expect(hint.advice.zh.contains(hint.rawValue) && hint.advice.en.contains(hint.rawValue))
        }
    }
}
