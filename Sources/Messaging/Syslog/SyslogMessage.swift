package import Workflow

/// A message as RFC 5424 writes it.
package struct SyslogMessage: Hashable, Sendable {
    /// How much it matters.
    package enum Severity: Int, Hashable, Sendable {
        /// Somebody was kept out.
        case warning = 4
        /// What an auditor looks for.
        case notice = 5
        /// What happens all day.
        case informational = 6
    }

    /// A named value of its structured data.
    package struct Fact: Hashable, Sendable {
        /// Its name: letters, digits and `_`.
        package let name: String
        /// Its value.
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Of whom it comes.
    package let origin: SyslogOrigin
    /// How much it matters.
    package let severity: Severity
    /// When it happened.
    package let at: Instant
    /// What kind of message: a stable name.
    package let kind: String
    /// Its structured data.
    package let facts: [Fact]
    /// The same for people.
    package let text: String

    /// Describes it.
    package init(origin: SyslogOrigin, severity: Severity, at: Instant, kind: String, facts: [Fact], text: String) {
        self.origin = origin
        self.severity = severity
        self.at = at
        self.kind = kind
        self.facts = facts
        self.text = text
    }

    /// Values longer than this are cut off: receivers need not take more than 2,048 bytes.
    private static let longest = 96

    /// Its bytes, without any frame.
    package var bytes: [UInt8] {
        let priority = origin.facility.code * 8 + severity.rawValue
        let head = "<\(priority)>1 \(at) \(origin.host) whistle \(origin.process) \(Self.name(kind, 32))"
        let data = facts.map { " \(Self.name($0.name, 32))=\"\(Self.escaped($0.value))\"" }.joined()
        return Array("\(head) [whistle@\(origin.enterprise)\(data)] ".utf8) + [0xEF, 0xBB, 0xBF]
            + Array(Self.line(text, 400).utf8)
    }

    /// What may stand where a name does: printable ASCII, but for what ends it.
    static func name(_ text: String, _ most: Int) -> String {
        let letters = text.unicodeScalars.filter {
            (0x21...0x7E).contains($0.value) && !["=", "]", "\""].contains($0)
        }
        let name = String(String.UnicodeScalarView(letters.prefix(most)))
        return name.isEmpty ? "-" : name
    }

    /// On one line: a receiver that keeps lines must not be made to keep one that nobody sent.
    private static func line(_ text: String, _ most: Int) -> String {
        let scalars = text.unicodeScalars.prefix(most).map { scalar -> Unicode.Scalar in
            scalar.properties.generalCategory == .control || scalar.value == 0x2028 || scalar.value == 0x2029
                ? " " : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// As a value stands between quotation marks (RFC 5424, 6.3.3).
    private static func escaped(_ text: String) -> String {
        line(text, longest).reduce(into: "") { escaped, letter in
            for scalar in letter.unicodeScalars {
                if ["\"", "\\", "]"].contains(scalar) { escaped.append("\\") }
                escaped.unicodeScalars.append(scalar)
            }
        }
    }
}

/// From whom messages come, as each says.
package struct SyslogOrigin: Hashable, Sendable {
    /// Under what receivers file them.
    package let facility: Facility
    /// The number in the name of our structured data: that of an enterprise, given out by IANA.
    package let enterprise: Int
    /// This machine.
    package let host: String
    /// This process.
    package let process: Int

    /// The number that stands for an example in RFC 5612: who has none of their own uses it.
    package static let exampleEnterprise = 32_473

    /// Describes it; what cannot stand in a message falls out of the machine's name.
    package init(facility: Facility, enterprise: Int, host: String, process: Int) {
        self.facility = facility
        self.enterprise = enterprise
        self.host = SyslogMessage.name(host, 255)
        self.process = process
    }

    /// Under what receivers file messages.
    package enum Facility: String, Hashable, Sendable, CaseIterable {
        /// 13, log audit.
        case audit
        /// 10, security and authorization.
        case authpriv
        /// 16 and on: what an administrator of the receiver has agreed to.
        case local0, local1, local2, local3, local4, local5, local6, local7

        /// Its number.
        var code: Int {
            switch self {
            case .audit: 13
            case .authpriv: 10
            case .local0: 16
            case .local1: 17
            case .local2: 18
            case .local3: 19
            case .local4: 20
            case .local5: 21
            case .local6: 22
            case .local7: 23
            }
        }
    }
}
