/// How tests reach a database, as libpq's connection strings.
package struct TestDatabase: Sendable, Hashable {
    /// The folder of the unix socket.
    package let socketFolder: String
    /// The port, of the socket's file and on 127.0.0.1.
    package let port: Int
    /// The superuser.
    package let user: String
    /// The superuser's password, needed on 127.0.0.1 only.
    package let password: String
    /// The database.
    package let name: String

    /// The connection string over the unix socket.
    package var socket: String {
        "host='\(socketFolder)' port=\(port) user='\(user)' dbname='\(name)'"
    }

    /// The connection string over TCP.
    package var tcp: String {
        "host=127.0.0.1 port=\(port) user='\(user)' dbname='\(name)' password='\(password)'"
    }
}
