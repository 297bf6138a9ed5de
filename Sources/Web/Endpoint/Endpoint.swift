package import Dispatcher
package import HTTPTypes
package import Hummingbird
package import Workflow

/// One method on one path: what it takes, what it answers, and what it does.
///
/// The router is made of endpoints, and so is the API's document: neither can have one that the other has not.
package final class Endpoint: Sendable {
    /// The method.
    package let method: HTTPRequest.Method
    /// The path, with its parameters in braces.
    package let path: String
    /// What it is called in the document.
    package let id: String
    /// Under which heading it stands.
    package let tag: Tag
    /// What it does, in a line.
    package let summary: Bilingual
    /// Who may call it.
    package let access: Access
    /// What it takes in path, query, headers, and in a form.
    package let parameters: [Parameter]
    /// The names of those behind the question mark.
    let queryNames: Set<String>
    /// Whether others may write more behind the question mark than it knows: who sends people back here adds words of its own.
    package let takesOtherParameters: Bool
    /// What it takes in its body; nil: none.
    package let body: Shape?
    /// How it speaks.
    package let dialect: Dialect
    /// Whether its body is a form with files, which it reads itself as it arrives.
    package let takesFiles: Bool
    /// What a form with pictures may hold that it takes instead of its usual body; nil: it takes none.
    package let pictures: FormPlan?
    /// Whether its form of names and values may come with a sheet beside them, held whole.
    package let takesSheet: Bool
    /// Whether its JSON is the rows of a sheet, and may be as large as a sheet.
    package let takesRows: Bool
    /// How many names and values its form may hold.
    package let pairsAtMost: Int
    /// Whether it is carried out on the thread of its connection's event loop: in a moment, whatever is asked.
    package let isBrief: Bool
    /// What it answers where all goes well.
    package let answers: [Answer]
    /// With which statuses it may refuse, besides those that every endpoint may.
    package let refusals: [HTTPResponse.Status]
    /// What becomes of it when it is sent again under the same key; nil: it changes nothing.
    package let repetition: Repetition?
    /// Carries it out.
    package let respond: @Sendable (Call) async throws -> Response

    package init(
        _ method: HTTPRequest.Method,
        _ path: String,
        id: String,
        tag: Tag,
        summary: Bilingual,
        access: Access,
        parameters: [Parameter] = [],
        takesOtherParameters: Bool = false,
        body: Shape? = nil,
        takesFiles: Bool = false,
        pictures: FormPlan? = nil,
        takesSheet: Bool = false,
        takesRows: Bool = false,
        pairsAtMost: Int = 256,
        isBrief: Bool = false,
        dialect: Dialect = .own,
        answers: [Answer],
        refusals: [HTTPResponse.Status] = [],
        repetition: Repetition? = nil,
        respond: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.id = id
        self.tag = tag
        self.summary = summary
        self.access = access
        var (parameters, refusals) = (parameters, refusals)
        if method != .get, method != .head {
            // What hands its key on says so among its parameters.
            let isOwn = parameters.contains { $0.name == "Idempotency-Key" }
            let how = repetition ?? (isOwn ? .command : .kept())
            parameters = Self.keyed(parameters, how)
            if case .kept = how { refusals += [.conflict, .unprocessableContent] }
            self.repetition = how
        } else {
            self.repetition = nil
        }
        self.parameters = parameters
        queryNames = Set(parameters.filter { $0.place == .query }.map(\.name))
        self.takesOtherParameters = takesOtherParameters
        self.body = body
        self.takesFiles = takesFiles
        self.pictures = pictures
        self.takesSheet = takesSheet
        self.takesRows = takesRows
        self.pairsAtMost = pairsAtMost
        self.isBrief = isBrief
        self.dialect = dialect
        self.answers = answers
        self.refusals = refusals
        self.respond = respond
    }

    /// Whether its body is a form of names and values.
    var takesForm: Bool { parameters.contains { $0.place == .form } }

    /// Headings of the API's document.
    package enum Tag: String, Sendable, CaseIterable {
        /// Matters and what is done to them.
        case matters
        /// Residents without an account.
        case residents
        /// Units, posts, people.
        case units
        /// Who leads what.
        case directory
        /// When it is working time.
        case calendars
        /// Rules as data.
        case definitions
        /// Matters for other systems, by the standard of others.
        case open311
        /// Signing in and out, tokens.
        case accounts
        /// Logs, and what could not be done.
        case administration
        /// Platforms above.
        case platforms
        /// Whether it runs well.
        case service
    }

    /// Who may call an endpoint.
    package enum Access: Hashable, Sendable {
        /// Anybody, about the service itself: no district is looked at.
        case open
        /// Anybody, in a district.
        case anybody
        /// Whoever has signed in, even who still owes the second factor.
        case halfSignedIn
        /// Whoever has signed in, whatever must be done first, but for a second factor that is owed.
        case signedIn
        /// Whoever has signed in and has nothing left to do first, or shows a token with this scope.
        case scope(TokenScope)
    }

    /// An answer where all goes well.
    package struct Answer: Sendable {
        /// Its status.
        package let status: HTTPResponse.Status
        /// What it says, in a few words.
        package let note: Bilingual
        /// Its body; nil: none.
        package let body: Shape?
        /// The media types that its body may be of.
        package let mediaTypes: [String]
        /// Headers that it bears.
        package let headers: [HTTPField.Name]

        package init(
            _ status: HTTPResponse.Status,
            _ note: Bilingual,
            body: Shape? = nil,
            mediaTypes: [String] = ["application/json"],
            headers: [HTTPField.Name] = []
        ) {
            self.status = status
            self.note = note
            self.body = body
            self.mediaTypes = mediaTypes
            self.headers = headers
        }
    }
}
