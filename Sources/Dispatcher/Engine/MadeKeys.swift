import Synchronization

/// Keys of commands whose callers gave none: this process's random name, then a number that counts up.
///
/// Nobody else makes the same ones. They ascend, so that new ones stand side by side in the index: random ones would
/// touch a page each, and after every checkpoint write that page whole into the WAL.
enum MadeKeys {
    private static let process = String(UInt64.random(in: .min ... .max), radix: 36)
    private static let last = Atomic<UInt64>(0)

    /// The next key.
    static func next() -> String {
        let number = String(last.wrappingAdd(1, ordering: .relaxed).newValue, radix: 36)
        return process + String(repeating: "0", count: max(0, 8 - number.utf8.count)) + number
    }
}
