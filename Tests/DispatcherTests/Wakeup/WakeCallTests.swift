import Testing
import Workflow

@testable import Dispatcher

/// The text in which processes wake each other.
@Suite struct WakeCallTests {
    @Test func `a call comes back as it was said`() {
        let writes = [
            Hints.Write(
                district: DistrictID(1),
                timer: Instant(microseconds: 1_764_000_000_000_001),
                tellsSomebody: true
            ),
            Hints.Write(
                district: DistrictID(9_000_000_000),
                filesSomething: true,
                tellsStory: true,
                changesDistrict: true
            ),
            Hints.Write(district: DistrictID(3), timer: Instant(microseconds: -5)),
        ]
        let call = WakeCall(caller: "k2f", writes: writes)
        #expect(call.text == "k2f 1:1764000000000001:m 9000000000:-:def 3:-5:")
        #expect(WakeCall(call.text) == call)
    }

    @Test func `the longest call fits PostgreSQL's payload`() {
        let write = Hints.Write(
            district: DistrictID(.max),
            timer: Instant(microseconds: .min),
            tellsSomebody: true,
            filesSomething: true,
            tellsStory: true,
            changesDistrict: true
        )
        let call = WakeCall(caller: "-3w5e11264sgsf", writes: Array(repeating: write, count: WakeCall.capacity))
        #expect(call.text.utf8.count < 8_000)
    }

    @Test(arguments: ["", " 1:-:m", "a 1", "a 1:-", "a x:-:m", "a 1:soon:m", "a 1:-:z", "a  1:-:m", "a 1:-:m:m"])
    func `what others say on the channel is not understood`(text: String) {
        #expect(WakeCall(text) == nil)
    }
}
