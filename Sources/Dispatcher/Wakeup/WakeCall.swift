import Workflow

/// What one process tells the others with `pg_notify`: who says it, and what was written since the last call.
///
/// As text: the caller's name, then ` district:timer:flags` for each district, the timer in microseconds or `-`, the
/// flags `d` (the district changed), `e` (there are events), `f` (something was filed), `m` (there are messages).
struct WakeCall: Hashable, Sendable {
    /// The channel that all processes on a database share.
    static let channel = "whistle_wake"
    /// Districts in one call at the most: PostgreSQL takes payloads below 8,000 bytes.
    static let capacity = 100

    /// Who calls: a process's own word, so that it does not wake itself.
    let caller: String
    /// What was written.
    let writes: [Hints.Write]

    init(caller: String, writes: [Hints.Write]) {
        self.caller = caller
        self.writes = writes
    }

    /// The payload.
    var text: String {
        writes.reduce(into: caller) { text, write in
            let timer = write.timer.map { String($0.microseconds) } ?? "-"
            let flags =
                (write.changesDistrict ? "d" : "") + (write.tellsStory ? "e" : "") + (write.filesSomething ? "f" : "")
                + (write.tellsSomebody ? "m" : "")
            text += " \(write.district.rawValue):\(timer):\(flags)"
        }
    }

    /// Reads a payload; nil where it is none of ours.
    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let caller = words.first, !caller.isEmpty else { return nil }
        var writes: [Hints.Write] = []
        for word in words.dropFirst() {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, let district = Int64(parts[0]), parts[2].allSatisfy({ "defm".contains($0) }) else {
                return nil
            }
            var write = Hints.Write(district: DistrictID(district))
            if parts[1] != "-" {
                guard let microseconds = Int64(parts[1]) else { return nil }
                write.timer = Instant(microseconds: microseconds)
            }
            write.changesDistrict = parts[2].contains("d")
            write.tellsStory = parts[2].contains("e")
            write.filesSomething = parts[2].contains("f")
            write.tellsSomebody = parts[2].contains("m")
            writes.append(write)
        }
        self.init(caller: String(caller), writes: writes)
    }
}
