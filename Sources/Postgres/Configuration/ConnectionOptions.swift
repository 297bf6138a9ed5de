import CLibPQ

/// libpq's options as a dictionary.
enum ConnectionOptions {
    static func parse(_ conninfo: String) throws(PostgresError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let list = PQconninfoParse(conninfo, &message) else {
            // libpq's words may quote the string, password and all: they are not passed on.
            PQfreemem(message)
            throw PostgresError(.configuration, "the connection string cannot be understood")
        }
        defer { PQconninfoFree(list) }
        return dictionary(list)
    }

    /// What libpq takes from `PG…` variables, the service file and its own defaults.
    static func defaults() -> [String: String] {
        guard let list = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(list) }
        return dictionary(list)
    }

    private static func dictionary(_ list: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        var options: [String: String] = [:]
        var next = list
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val, value.pointee != 0 {
                options[String(cString: keyword)] = String(cString: value)
            }
            next += 1
        }
        return options
    }
}
