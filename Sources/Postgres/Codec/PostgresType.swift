/// A type of the database, by its object id.
package struct PostgresType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The object id in `pg_type`.
    package let rawValue: UInt32

    /// Wraps an object id, known or not.
    ///
    /// - Parameter rawValue: the object id in `pg_type`.
    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    private init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The object id in words.
    package var description: String {
        "type \(rawValue)"
    }

    /// Whether the type was made after `initdb`: an enum, a domain, an extension's type.
    package var isUserDefined: Bool {
        rawValue >= 16384
    }

    static let bool = PostgresType(16)
    static let bytea = PostgresType(17)
    static let char = PostgresType(18)
    static let name = PostgresType(19)
    static let int8 = PostgresType(20)
    static let int2 = PostgresType(21)
    static let int4 = PostgresType(23)
    static let text = PostgresType(25)
    static let oid = PostgresType(26)
    static let json = PostgresType(114)
    static let float4 = PostgresType(700)
    static let float8 = PostgresType(701)
    static let unknown = PostgresType(705)
    static let bpchar = PostgresType(1042)
    static let varchar = PostgresType(1043)
    static let date = PostgresType(1082)
    static let timestamp = PostgresType(1114)
    static let timestamptz = PostgresType(1184)
    static let void = PostgresType(2278)
    static let uuid = PostgresType(2950)
    static let jsonb = PostgresType(3802)
    static let xid8 = PostgresType(5069)

    static let boolArray = PostgresType(1000)
    static let byteaArray = PostgresType(1001)
    static let int2Array = PostgresType(1005)
    static let int4Array = PostgresType(1007)
    static let textArray = PostgresType(1009)
    static let int8Array = PostgresType(1016)
    static let float4Array = PostgresType(1021)
    static let float8Array = PostgresType(1022)
    static let dateArray = PostgresType(1182)
    static let timestamptzArray = PostgresType(1185)
    static let uuidArray = PostgresType(2951)
    static let jsonbArray = PostgresType(3807)
    static let xid8Array = PostgresType(271)
}
