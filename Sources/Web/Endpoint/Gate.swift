import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Synchronization
import Workflow

/// What stands before an endpoint: who asks, whether they may, and whether the request looks as it must.
struct Gate: HTTPResponder {
    typealias Context = WebContext

    let endpoint: Endpoint
    let parts: ServiceParts

    func respond(to request: Request, context: WebContext) async throws -> Response {
        do {
            guard !isBrief(request) else { return try await answer(request, context) }
            return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                try await answer(request, context)
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw SpokenFault(error: error, dialect: endpoint.dialect)
        }
    }

    /// Whether it takes but a moment: a large body takes longer to be read and checked, whatever it is for.
    private func isBrief(_ request: Request) -> Bool {
        guard endpoint.isBrief, endpoint.body != nil else { return endpoint.isBrief }
        return request.headers[.contentLength].flatMap { Int($0) }.map { $0 <= Self.smallBody } ?? false
    }

    /// So many bytes of a body are read on the thread of the connection.
    private static let smallBody = 16 << 10

    private func answer(_ request: Request, _ context: WebContext) async throws -> Response {
        let address = parts.proxies.client(context.peer, request.headers)
        let network = NetworkName.of(address)
        let credential = try credential(request)
        let identity = try await identity(credential, network)
        switch endpoint.access {
        case .open, .anybody: break
        case .halfSignedIn: guard identity != nil else { throw Fault.notSignedIn }
        case .signedIn:
            guard let identity else { throw Fault.notSignedIn }
            try identity.checkProved()
        case .scope(let scope):
            guard let identity else { throw Fault.notSignedIn }
            try identity.check(scope)
        }
        // A form with pictures or a sheet is read by the endpoint, when it knows that whoever sends it may.
        let hasFiles = (endpoint.pictures != nil || endpoint.takesSheet) && Self.mediaType(request) == Self.filesType
        var values = try endpoint.values(of: request, context)
        if !hasFiles, let form = try await form(request) {
            values.merge(try endpoint.values(of: form)) { first, _ in first }
        }
        // Rows of a large sheet are held whole, until they are carried out.
        let seat = try seat(request)
        defer { withExtendedLifetime(seat) {} }
        let body = hasFiles ? .null : try await body(request)
        let district: DistrictConfiguration? =
            switch endpoint.access {
            case .open: nil
            case .anybody, .halfSignedIn, .signedIn, .scope:
                try await parts.configurations.configuration(of: identity?.district ?? parts.district)
            }
        let call = Call(
            endpoint: endpoint,
            head: request.head,
            values: values,
            body: body,
            form: endpoint.takesFiles || hasFiles ? .arriving(request.body) : nil,
            language: context.language,
            caller: try caller(identity, district),
            credential: credential,
            requestID: context.requestID,
            address: address,
            parts: parts,
            district: district
        )
        return try await call.carriedOut()
    }

    /// Who asks, as fast as they may; nil: nobody has signed in.
    private func identity(_ credential: Credential?, _ network: String) async throws -> Identity? {
        let bounds = parts.bounds
        guard let credential else {
            try bounds.enter(network)
            return nil
        }
        let isStranger = Mutex(false)
        let identity = try await credential.identity(parts.accounts) {
            try bounds.enter(network)
            isStranger.withLock { $0 = true }
        }
        if isStranger.withLock(\.self) { bounds.leave(network) }
        try bounds.ask(identity)
        return identity
    }

    /// By what it is said who asks, where that matters.
    private func credential(_ request: Request) throws(Fault) -> Credential? {
        switch endpoint.access {
        case .open, .anybody: nil
        case .halfSignedIn, .signedIn, .scope: try Credential(request.head, parts.cookie)
        }
    }

    private func caller(_ identity: Identity?, _ district: DistrictConfiguration?) throws -> Caller? {
        guard let identity, let configuration = district else { return nil }
        guard let person = configuration.people[identity.account], person.party.person == identity.person
        else { throw Fault.notSignedIn }
        return Caller(party: person.party, identity: identity)
    }

    private func body(_ request: Request) async throws -> JSONValue {
        guard let shape = endpoint.body else { return .null }
        try check(request, "application/json")
        let reader = endpoint.takesRows ? BodyReader(sheetsOf: parts.limits) : BodyReader(limits: parts.limits)
        let bytes = try await reader.read(request)
        guard bytes.readableBytes > parts.limits.body else { return try Self.value(bytes, shape) }
        // What takes its time keeps nobody else waiting.
        return try await parts.disk.run { () throws(any Error) in try Self.value(bytes, shape) }
    }

    private static func value(_ bytes: ByteBuffer, _ shape: Shape) throws -> JSONValue {
        let value = try JSONValue(parsing: bytes.readableBytesView, numbers: .any)
        let faults = shape.faults(in: value)
        guard faults.isEmpty else { throw ShapeFaults(all: faults) }
        return value
    }

    /// A seat among those who bring large sheets; nil: what comes is as small as all else.
    private func seat(_ request: Request) throws -> Seats.Seat? {
        guard endpoint.takesRows else { return nil }
        let length = request.headers[.contentLength].flatMap { Int($0) }
        return length.map { $0 > parts.limits.body } ?? true ? try parts.sheets.take() : nil
    }

    /// A form of names and values, written like what stands behind a question mark.
    private func form(_ request: Request) async throws -> QueryText? {
        guard endpoint.takesForm else { return nil }
        try check(request, Self.formType)
        let bytes = try await BodyReader(limits: parts.limits).read(request)
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else {
            throw ShapeFaults(all: [ShapeFault("", .wrongForm, zh: "应为 UTF-8", en: "UTF-8")])
        }
        return try QueryText(text, atMost: endpoint.pairsAtMost)
    }

    static let formType = "application/x-www-form-urlencoded"
    static let filesType = "multipart/form-data"

    /// With or without parameters, of which UTF-8 is the only charset that is taken.
    private func check(_ request: Request, _ mediaType: String) throws(Fault) {
        guard Self.mediaType(request) == mediaType else { throw .wrongMediaType(mediaType) }
    }

    private static func mediaType(_ request: Request) -> String {
        let written = request.headers[.contentType] ?? ""
        // As nearly everybody writes it.
        return written == "application/json" ? written : written.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    }
}

extension Endpoint {
    /// The parameters that a request gives beside its body, as values of their shapes.
    fileprivate func values(of request: Request, _ context: WebContext) throws(ShapeFaults) -> [String: JSONValue] {
        let query = try QueryText(request.uri.query)
        var (values, faults): ([String: JSONValue], [ShapeFault]) = ([:], [])
        for parameter in parameters where parameter.place != .form {
            let texts: [String]
            switch parameter.place {
            case .path:
                // What cannot be read is nobody's name: it is found to be of a wrong form, or unknown.
                let text = context.parameters.get(parameter.name) ?? ""
                texts = [QueryText.decoded(text[...], plusIsBlank: false) ?? "\0"]
            case .query:
                if case .map = parameter.shape.bare {
                    do throws(ShapeFaults) {
                        values[parameter.name] = try parameter.value(keyedIn: query)
                    } catch {
                        faults += error.all
                    }
                    continue
                }
                texts = query[parameter.name]
            case .header:
                // An empty header says nothing.
                texts = HTTPField.Name(parameter.name).map { request.headers[values: $0].filter { !$0.isEmpty } } ?? []
            case .form: continue
            }
            read(parameter, texts, &values, &faults)
        }
        // A slip of the finger in a filter must not show everything.
        for name in query.names
        where !dialect.isLenient && !takesOtherParameters && !queryNames.contains(name) {
            faults.append(ShapeFault(name, .unexpected, zh: "没有此参数", en: "no such parameter"))
        }
        guard faults.isEmpty else { throw ShapeFaults(all: Array(faults.prefix(ShapeFaults.atMost))) }
        return values
    }

    /// The parameters that a form gives, as values of their shapes.
    ///
    /// - Parameter form: names and values, however they were written.
    /// - Returns: the values, by name.
    /// - Throws: `ShapeFaults`, all at once.
    func values(of form: QueryText) throws(ShapeFaults) -> [String: JSONValue] {
        var (values, faults): ([String: JSONValue], [ShapeFault]) = ([:], [])
        for parameter in parameters where parameter.place == .form {
            guard case .map = parameter.shape.bare else {
                read(parameter, form[parameter.name], &values, &faults)
                continue
            }
            do throws(ShapeFaults) {
                values[parameter.name] = try parameter.value(keyedIn: form)
            } catch {
                faults += error.all
            }
        }
        guard faults.isEmpty else { throw ShapeFaults(all: Array(faults.prefix(ShapeFaults.atMost))) }
        return values
    }

    private func read(
        _ parameter: Parameter,
        _ given: [String],
        _ values: inout [String: JSONValue],
        _ faults: inout [ShapeFault]
    ) {
        let texts = dialect.isLenient && parameter.place != .path ? given.filter { !$0.isEmpty } : given
        guard !texts.isEmpty else {
            if parameter.isRequired { faults.append(ShapeFault(parameter.name, .missing, zh: "必填", en: "required")) }
            return
        }
        do throws(ShapeFaults) {
            values[parameter.name] = try parameter.value(texts)
        } catch {
            faults += error.all
        }
    }
}
