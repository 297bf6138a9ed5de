package import Foundation
import Workflow

extension BenchReport {
    /// The report as a JSON document, for programs that compare runs.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(document)
    }

    private struct Document: Encodable {
        let tickets: Int
        let settings: [String: String]
        let findings: Int?
        let rows: [Row]
    }

    private struct Row: Encodable {
        let row: String
        let unit: String
        let ours: [Double]
        let theirs: [Double]
        let value: Spread?
        let goal: Double
        let aim: Double?
        let isCeiling: Bool
        let isReached: Bool
        let orRatio: Double?
        let processorRatio: Double?
        let writes: [Side]
        let details: [Besides]
    }

    private struct Besides: Encodable {
        let name: String
        let value: Double
        let unit: String
    }

    private struct Side: Encodable {
        let side: String
        let tables: [String: Footprint.Tuples]
        let walBytes: Double
        let serverMicroseconds: Double
        let clientMicroseconds: Double

        init(_ footprint: Footprint) {
            side = footprint.side.rawValue
            tables = footprint.tables
            walBytes = footprint.walBytes
            serverMicroseconds = footprint.serverCPU
            clientMicroseconds = footprint.clientCPU
        }
    }

    private var document: Document {
        Document(
            tickets: tickets,
            settings: Dictionary(settings.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
            findings: findings,
            rows: lines.map { line in
                Row(
                    row: line.row.rawValue,
                    unit: line.row.unit,
                    ours: line.ours,
                    theirs: line.theirs,
                    value: line.spread,
                    goal: line.row.bar.goal,
                    aim: line.row.bar.aim,
                    isCeiling: line.row.bar.isCeiling,
                    isReached: line.isReached,
                    orRatio: line.row.bar.orRatio,
                    processorRatio: line.processorRatio,
                    writes: line.footprints.map { Side($0) },
                    details: line.details.map { Besides(name: $0.name.en, value: $0.value, unit: $0.unit) }
                )
            }
        )
    }
}
