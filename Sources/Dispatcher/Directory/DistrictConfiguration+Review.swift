package import PGStore
package import Workflow

extension DistrictConfiguration {
    /// Kinds of unit that hold ground: the ladders of all definitions.
    package var base: Set<UnitKind> { Set(machines.values.flatMap(\.definition.ladder)) }

    /// Kinds of unit that can lead by some definition; none: all can.
    package var leads: Set<UnitKind> { Set(machines.values.flatMap(\.definition.leads)) }

    /// The clocks of all definitions, newer versions before older ones: what a rule of the directory can limit.
    var clocks: [ClockName: ClockDefinition] {
        machines.values.sorted { $0.ref.version < $1.ref.version }
            .reduce(into: [:]) { $0.merge($1.definition.directoryClocks) { $1 } }
    }

    /// Which rule counts for a category at a place, and which nearly did, with the clocks' titles.
    package func explain(category: String, place: UnitID) -> DirectoryExplanation {
        directory.explain(category: category, place: place, in: territory, clocks: clocks.mapValues(\.title))
    }

    /// What a check finds in a directory, by the district's units and definitions.
    ///
    /// - Parameter changed: a directory that is not in the database; nil: the district's own.
    /// - Returns: the findings.
    package func review(_ changed: Workflow.Directory? = nil) -> DirectoryReview {
        (changed ?? directory).review(in: territory, base: base, leads: leads)
    }
}
