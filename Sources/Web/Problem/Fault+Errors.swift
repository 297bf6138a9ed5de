import CityIdentity
import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Postgres
import Workflow

extension Fault {
    /// What an error means to whoever asked; nil where nobody foresaw it.
    package init?(_ error: any Error) {
        switch error {
        case let fault as Fault: self = fault
        case let error as ShapeFaults: self = .badRequest(error)
        case let error as JSONError: self = .badJSON(error)
        case let error as DispatchError: self.init(error)
        case let error as AccountRefusal: self.init(error)
        case let error as IdentityFault: self.init(error)
        case let error as AttachmentRefusal: self.init(error)
        case let error as StoreError: self.init(.internalServerError, error.code, error.message)
        case let error as PostgresError: self.init(error)
        case let error as any HTTPResponseError where error.status == .notFound: self = .noSuchPath
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            self.init(.contentTooLarge, "too_large", zh: "请求体过大", en: "the body is too large")
        default: return nil
        }
    }

    private init(_ error: DispatchError) {
        let status: HTTPResponse.Status =
            switch error {
            case .refused(let refusal): refusal.status
            case .unknownTicket, .unknownDistrict: .notFound
            case .unknownDefinition, .keyReused: .unprocessableContent
            case .wrongClock: .conflict
            case .busy, .stopping, .unavailable, .deadlineExceeded, .noKeys, .idTaken: .serviceUnavailable
            case .diskFull: .insufficientStorage
            case .rejected, .store: .internalServerError
            }
        self.init(status, error.code, error.message)
        if status == .serviceUnavailable { headers[.retryAfter] = "1" }
    }

    private init(_ error: PostgresError) {
        guard error.isConnectionLost || error.code == .deadlineExceeded || error.code == .busy else {
            self = .unforeseen
            return
        }
        self.init(.serviceUnavailable, "database_unavailable", zh: "数据库暂时连不上", en: "the database cannot be reached now")
        headers[.retryAfter] = "1"
    }
}

extension Refusal {
    /// The status of a refusal: what kind of thing was wrong.
    var status: HTTPResponse.Status {
        switch self {
        // Not theirs to do.
        case .notForThisPerson, .postNotBegun, .postEnded, .notOwner, .wouldJudgeOwn: .forbidden
        // What was given is not what the act takes.
        case .unknownAct, .missingNeed, .unexpectedField, .badField, .textTooLong, .textHasNUL, .unknownUnit,
            .unknownCategory, .placeOffLadder, .noLead, .unknownCalendar, .timeOutOfRange, .occurredOutOfRange,
            .complainedOf, .successorNotThere, .unknownTicket, .sameTicket, .noSuchChild, .unitClosed:
            .unprocessableContent
        // As the ticket stands now.
        case .notInThisState, .guarded, .childrenOpen, .noRoomForChildren, .alreadyMerged, .notMergedInto,
            .beforeLastEvent, .noSuchTimer, .immovable:
            .conflict
        case .stale: .preconditionFailed
        case .timersWithoutEnd, .notInDefinition: .internalServerError
        }
    }
}
