import HTTPTypes
import Hummingbird
import Logging
import Workflow

/// Makes problem documents of errors, and puts on every answer what all bear.
struct FaultMiddleware: RouterMiddleware {
    typealias Context = WebContext

    let paths: KnownPaths
    /// How people are told of a path that nothing stands at; nil: as programs are.
    let pages: Dialect?
    let metrics: ServiceMetrics

    func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let answered = metrics.request(request.method.rawValue)
        var context = context
        context.language = Language(asked: request.headers)
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let spoken = error as? SpokenFault
            let error = spoken?.error ?? error
            let fault = fault(error, request)
            if fault.status.kind == .serverError {
                // What goes wrong inside is told to the log, not to whoever asked.
                context.logger.error(
                    "request failed",
                    metadata: ["request": "\(context.requestID)", "code": "\(fault.code)", "error": "\(error)"]
                )
            }
            let isForPeople = spoken?.dialect.isVisited ?? !isProgram(request.uri.path)
            let forPeople = isForPeople && takesPages(request) ? pages : nil
            let dialect = forPeople ?? spoken?.dialect ?? .own
            response = dialect.response(
                FaultTold(fault: fault, head: request.head, requestID: context.requestID, language: context.language)
            )
        }
        // What would be the body of a HEAD's answer would be taken for the next answer.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        if response.headers[.vary] == nil { response.headers[.vary] = "Accept-Language, Cookie" }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] =
            response.headers[.contentSecurityPolicy] ?? "default-src 'none'; frame-ancestors 'none'"
        // A page that says nothing of itself sends its forms with an origin of “null”, as another site's would be.
        let isPage = response.headers[.contentType]?.hasPrefix("text/html") ?? false
        response.headers[.referrerPolicy] = isPage ? "same-origin" : "no-referrer"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        let line = RequestLine(
            count: answered,
            endpoint: context.endpointPath ?? "none",
            status: response.status.code,
            requestID: context.requestID,
            logger: context.logger
        )
        response.body = response.body.noted(by: line)
        return response
    }

    private func takesPages(_ request: Request) -> Bool {
        request.headers[.accept]?.contains("text/html") == true
    }

    /// Whether a path is one that programs ask for.
    private func isProgram(_ path: String) -> Bool { path.hasPrefix("/api/") || path.hasPrefix("/open311/") }

    private func fault(_ error: any Error, _ request: Request) -> Fault {
        let fault = Fault(error) ?? .unforeseen
        // A path that knows other methods says so.
        guard fault.code == Fault.noSuchPath.code, let allowed = paths.methods(of: request.uri.path) else {
            return fault
        }
        return .wrongMethod(allowed)
    }
}

extension ResponseBody {
    /// The same, which notes when its last byte was written, or that nobody took it.
    fileprivate consuming func noted(by line: RequestLine) -> ResponseBody {
        guard contentLength == nil else {
            // It is there whole: what is left is the socket's.
            line.end()
            return self
        }
        let body = self
        return ResponseBody { writer in
            defer { line.end() }
            // Whoever makes a body while it is written may take long.
            try await withTaskExecutorPreference(globalConcurrentExecutor) { try await body.write(writer) }
        }
    }
}

/// What is counted and logged of a request when it has been answered: no address, no account, nothing of what was asked for.
private struct RequestLine: Sendable {
    let count: RequestCount
    let endpoint: String
    let status: Int
    let requestID: String
    let logger: Logger

    func end() {
        let took = count.end(endpoint, status)
        logger.info(
            "answered",
            metadata: [
                "request": "\(requestID)", "method": "\(count.method)", "endpoint": "\(endpoint)",
                "status": "\(status)",
                "microseconds": "\(took.nanoseconds / 1_000)",
            ]
        )
    }
}
