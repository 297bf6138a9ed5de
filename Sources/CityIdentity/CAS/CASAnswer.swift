/// What a CAS server says of a ticket.
package enum CASAnswer: Hashable, Sendable {
    /// Whose it is, and their attributes.
    case success(user: String, attributes: [String: [String]])
    /// Why it is not taken, such as `INVALID_TICKET`.
    case failure(code: String)

    private static let namespace = "http://www.yale.edu/tp/cas"

    /// Reads it; nil where it is none, or says two things.
    ///
    /// What is not of CAS's own namespace is not looked at.
    ///
    /// - Parameter bytes: XML without a document type.
    package init?(xml bytes: [UInt8]) {
        guard let root = XMLPart(bytes), root.name == "\(Self.namespace)|serviceResponse" else { return nil }
        let successes = root.parts("\(Self.namespace)|authenticationSuccess")
        let failures = root.parts("\(Self.namespace)|authenticationFailure")
        switch (successes.first, failures.first) {
        case (let success?, nil) where successes.count == 1:
            let users = success.parts("\(Self.namespace)|user")
            guard users.count == 1, let user = users.first?.trimmed, (1...255).contains(user.utf8.count),
                users.first?.parts.isEmpty == true
            else { return nil }
            self = .success(user: user, attributes: Self.attributes(success))
        case (nil, let failure?) where failures.count == 1:
            let code = failure.attributes["code"] ?? ""
            self = .failure(code: String(code.filter { $0.isASCII && ($0.isLetter || $0 == "_") }.prefix(40)))
        case (.some, .some), (nil, nil), (.some, nil), (nil, .some): return nil
        }
    }

    private static func attributes(_ success: XMLPart) -> [String: [String]] {
        var attributes: [String: [String]] = [:]
        for part in success.parts("\(namespace)|attributes").flatMap(\.parts) {
            guard part.name.hasPrefix(namespace + "|"), part.parts.isEmpty else { continue }
            attributes[String(part.name.dropFirst(namespace.utf8.count + 1)), default: []].append(part.trimmed)
        }
        return attributes
    }
}
