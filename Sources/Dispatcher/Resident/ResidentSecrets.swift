import PGStore
import Postgres
import Synchronization
import Workflow

/// Districts' secrets, opened once a process: what codes and challenges are derived from.
///
/// They never change.
final class ResidentSecrets: Sendable {
    private let engine: Engine
    private let known = Mutex<[DistrictID: [UInt8]]>([:])

    init(_ engine: Engine) {
        self.engine = engine
    }

    /// A district's secret; where there is none yet, one is made.
    ///
    /// - Throws: `DispatchError.noKeys` without a ring; `StoreError.sealed` where it does not open; what the database says.
    func secret(of district: DistrictID) async throws -> [UInt8] {
        if let secret = known.withLock({ $0[district] }) { return secret }
        guard let ring = engine.keys else { throw DispatchError.noKeys }
        let stored = try await stored(district, ring)
        let secret = try stored.opened(in: district, under: ring)
        known.withLock { $0[district] = secret }
        return secret
    }

    private func stored(_ district: DistrictID, _ ring: KeyRing) async throws -> StoredResidentSecret {
        let read = ResidentSecretQueries.read(district)
        if let row = try await engine.pool.query(read).first { return try StoredResidentSecret(row) }
        let new = try StoredResidentSecret(Randomness.bytes(32), in: district, under: ring)
        try await engine.pool.query(ResidentSecretQueries.make(district, new))
        // Somebody else may have been first: what is stored counts.
        return try StoredResidentSecret(try await engine.pool.query(read).only())
    }
}
