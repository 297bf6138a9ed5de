import CLibPQ

/// One answer of the server, as libpq keeps it: decoded when somebody looks at a column, freed with its last user.
// Safe because a PGresult is never changed after libpq hands it over ("PGresult objects are read-only after creation,
// and so can be passed around freely between threads"), and `deinit` runs once.
final class ResultBuffer: @unchecked Sendable {
    private let handle: OpaquePointer

    /// Takes ownership of a PGresult.
    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQclear(handle)
    }

    var rowCount: Int {
        Int(PQntuples(handle))
    }

    var columnCount: Int {
        Int(PQnfields(handle))
    }

    /// Such as `INSERT 0 3`.
    var commandTag: String {
        String(cString: PQcmdStatus(handle))
    }

    var affectedRows: Int {
        Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    func columnName(_ column: Int) -> String {
        String(cString: PQfname(handle, Int32(column)))
    }

    func columnType(_ column: Int) -> PostgresType {
        PostgresType(rawValue: PQftype(handle, Int32(column)))
    }

    func isBinary(_ column: Int) -> Bool {
        PQfformat(handle, Int32(column)) == 1
    }

    /// Calls with the bytes of a value, nil for NULL; row and column must exist.
    func withCell<R>(
        row: Int,
        column: Int,
        _ body: (UnsafeRawBufferPointer?) throws(PostgresError) -> R
    ) throws(PostgresError) -> R {
        guard PQgetisnull(handle, Int32(row), Int32(column)) == 0 else {
            return try body(nil)
        }
        let count = Int(PQgetlength(handle, Int32(row), Int32(column)))
        let start = PQgetvalue(handle, Int32(row), Int32(column))
        return try body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// What the server says went wrong, nil when the error is libpq's own.
    var serverReport: ServerReport? {
        guard let state = field(CInt(UInt8(ascii: "C"))) else { return nil }
        return ServerReport(
            sqlState: SQLState(rawValue: state),
            severity: field(CInt(UInt8(ascii: "V"))) ?? field(CInt(UInt8(ascii: "S"))) ?? "ERROR",
            message: field(CInt(UInt8(ascii: "M"))) ?? "",
            detail: field(CInt(UInt8(ascii: "D"))),
            hint: field(CInt(UInt8(ascii: "H"))),
            constraint: field(CInt(UInt8(ascii: "n"))),
            schema: field(CInt(UInt8(ascii: "s"))),
            table: field(CInt(UInt8(ascii: "t"))),
            column: field(CInt(UInt8(ascii: "c"))),
            position: field(CInt(UInt8(ascii: "P"))).flatMap { Int($0) }
        )
    }

    var errorMessage: String {
        String(cString: PQresultErrorMessage(handle))
    }

    private func field(_ code: CInt) -> String? {
        PQresultErrorField(handle, code).map { String(cString: $0) }
    }
}
