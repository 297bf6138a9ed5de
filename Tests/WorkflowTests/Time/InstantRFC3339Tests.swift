import Testing
import Workflow

/// Points in time as programs write them.
@Suite struct InstantRFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01T08:00:00+08:00", 0), ("1969-12-31T19:30:00-04:30", 0),
        ("1970-01-01t00:00:01.5z", 1_500_000), ("1970-01-01T00:00:00.0000019Z", 1),
        ("2026-11-21T09:30:00+08:00", 1_795_224_600_000_000),
    ])
    func `offset and fraction count`(_ text: String, _ micros: Int64) {
        #expect(Instant(rfc3339: text)?.microseconds == micros)
    }

    @Test func `what an instant prints is read again`() {
        for micros in [0, 1, -1, 1_795_224_600_123_456, -62_135_596_800_000_000] as [Int64] {
            let instant = Instant(microseconds: micros)
            #expect(Instant(rfc3339: instant.description) == instant)
        }
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:30:00", "2026-11-21T09:30Z", "2026-11-21 09:30:00Z", "2026-02-30T00:00:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T09:30:60Z", "2026-11-21T09:30:00.Z", "2026-11-21T09:30:00+0800",
        "2026-11-21T09:30:00+24:00", "2026-11-21T09:30:00Zx", "2026-11-21T09:30:00+08:0０",
    ])
    func `anything else is none`(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }
}
