import PGStore
import Workflow

/// The keys of the residents that the bench invents: nobody lives there, so they are no secret.
enum BenchKeys {
    private static let made = Result<KeyRing, KeyRingError> { () throws(KeyRingError) in
        try KeyRing("bench \(AES256GCM.name) " + String(repeating: "A", count: 43) + "=")
    }

    /// The ring.
    static func ring() throws(KeyRingError) -> KeyRing { try made.get() }
}
