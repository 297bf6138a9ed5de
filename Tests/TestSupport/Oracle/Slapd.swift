import Foundation

/// OpenLDAP's server on loopback, with a certificate of its own and a few people.
///
/// Everybody's password is `right-` and the account. `duplicate` is there twice; people are found by `cn=reader` only.
package struct Slapd: Sendable {
    /// Where it listens without TLS, or with StartTLS.
    package let port: Int
    /// Where it listens with TLS.
    package let securePort: Int
    /// The certificate that it shows, for 127.0.0.1 by its number: libldap takes `localhost` for the machine's own name.
    package let certificate: String

    /// Below which entry people are.
    package static let base = "dc=city,dc=example"
    /// As whom people are searched for.
    package static let reader = "cn=reader,dc=city,dc=example"
    /// With which password.
    package static let password = "reader's own"

    private static let program = "/usr/sbin/slapd"

    /// Whether it is there: `dev/setup` installs it.
    package static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Runs it for the length of a closure; it is ended by its id.
    ///
    /// - Returns: what the closure returns.
    /// - Throws: `PythonOracle.Failed` where it does not run, or what the closure throws.
    package static func with<Value>(_ body: (Slapd) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slapd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "data"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = (folder.appending(path: "cert.pem").path, folder.appending(path: "key.pem").path)
        _ = try await PythonOracle.output(
            of: "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=directory", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ]
        )
        let configuration = folder.appending(path: "slapd.conf").path
        try Self.configuration(folder.path).write(toFile: configuration, atomically: true, encoding: .utf8)
        let people = folder.appending(path: "people.ldif").path
        try Self.people.write(toFile: people, atomically: true, encoding: .utf8)
        _ = try await PythonOracle.output(of: "/usr/sbin/slapadd", ["-f", configuration, "-l", people])
        let slapd = Slapd(port: try freePort(), securePort: try freePort(), certificate: certificate)
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = [
            "-f", configuration, "-d", "0", "-h",
            "ldap://127.0.0.1:\(slapd.port)/ ldaps://127.0.0.1:\(slapd.securePort)/",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try await eventually("slapd listens") {
            isListening(slapd.port) && isListening(slapd.securePort) || !process.isRunning
        }
        guard process.isRunning else { throw PythonOracle.Failed(description: "slapd does not run") }
        return try await body(slapd)
    }

    private static func configuration(_ folder: String) -> String {
        """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb.so
        pidfile \(folder)/slapd.pid
        TLSCertificateFile \(folder)/cert.pem
        TLSCertificateKeyFile \(folder)/key.pem
        database mdb
        suffix "\(base)"
        rootdn "cn=root,\(base)"
        rootpw "nobody's"
        directory \(folder)/data
        maxsize 16777216
        access to attrs=userPassword by anonymous auth by * none
        access to * by dn.exact="\(reader)" read by * none
        """
    }

    private static var people: String {
        var ldif = """
            dn: \(base)
            objectClass: domain
            dc: city

            dn: \(reader)
            objectClass: organizationalRole
            objectClass: simpleSecurityObject
            cn: reader
            userPassword: \(password)

            """
        let accounts = ["desk", "street", "head", "duplicate", "duplicate", "x(y)*z\\"]
        for (index, account) in accounts.enumerated() {
            ldif += """

                dn: cn=person\(index),\(base)
                objectClass: inetOrgPerson
                cn: person\(index)
                sn: person
                uid: \(account)
                employeeNumber: E\(index)
                departmentNumber: C1
                departmentNumber: 办事处
                userPassword: right-\(account)

                """
        }
        // What is not ASCII stands in base64 in a file.
        return ldif.replacing(
            "departmentNumber: 办事处",
            with: "departmentNumber:: \(Data("办事处".utf8).base64EncodedString())"
        )
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }

    private static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(port)
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
        }
    }

    /// A port that nobody has now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw PythonOracle.Failed(description: "no free port") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
