package import PGStore
package import Workflow

extension DistrictConfiguration {
    /// The ladder that matters climb: at the units of these kinds a matter can be.
    package var ladder: [UnitKind] { machine(latest: "issue")?.definition.ladder ?? [] }

    /// Whether a matter can be at a unit now; whoever asks about many keeps it, since it looks the ladder up.
    package var isPlace: (Workflow.Unit) -> Bool {
        let ladder = ladder
        return { $0.closing == nil && ladder.contains($0.kind) }
    }
}
