import PGStore
import Postgres
import Tabular
import Workflow

/// A kind of sheet that becomes a part of a district's configuration: read whole, checked whole, written at once.
protocol ConfigurationImport: Sendable {
    /// What a row says.
    associatedtype Value: Sendable

    /// Which kind it is.
    static var kind: ImportKind { get }

    /// The columns.
    var columns: [FieldSpec] { get }

    /// Reads a row; what is wrong with it is noted.
    func parse(_ cells: inout CellReader) -> Value?

    /// Finds what is wrong with rows as they stand beside each other and beside what is in the database.
    func check(_ sheet: inout WholeSheet<Value>, _ configuration: DistrictConfiguration)

    /// Why somebody may not write a row; nil: they may.
    func fault(_ value: Value, for authority: ConfigurationAuthority, _ configuration: DistrictConfiguration)
        -> RowFault?

    /// Refuses rows that somebody may not write.
    func refuse(
        _ sheet: inout WholeSheet<Value>,
        beyond authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    )

    /// Whether the database says just this already.
    func isThere(_ value: Value, _ configuration: DistrictConfiguration) -> Bool

    /// The statements that write what was accepted, in flights of bounded size.
    func flights(_ sheet: WholeSheet<Value>, _ configuration: DistrictConfiguration) throws -> [[Query]]

    /// What is not as it should be in the district after the import, beside how it was before; it is told, and refuses
    /// nothing.
    func findings(_ configuration: DistrictConfiguration, since before: DistrictConfiguration) -> [Problem]
}

extension ConfigurationImport {
    /// Row by row.
    func refuse(
        _ sheet: inout WholeSheet<Value>,
        beyond authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) {
        for (index, value) in sheet.candidates {
            if let fault = fault(value, for: authority, configuration) { sheet.reject(index, fault) }
        }
    }

    /// What is of the whole district is for who administers all of it.
    func fault(
        _ value: Value,
        for authority: ConfigurationAuthority,
        _ configuration: DistrictConfiguration
    ) -> RowFault? {
        authority.isWhole ? nil : .notBelow
    }

    func findings(_ configuration: DistrictConfiguration, since before: DistrictConfiguration) -> [Problem] { [] }
}

extension Array {
    /// The elements in runs of at most so many.
    func batches(of count: Int = 500) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
