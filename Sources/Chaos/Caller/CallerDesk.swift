import ChaosChecker
import Dispatcher
import PGStore
import Synchronization
import Workflow

/// Where the clients of a caller hand their commands in: each is noted, sent, sent again until it is known what became
/// of it, and noted again.
final class CallerDesk: Sendable {
    /// What became of a command.
    enum Fate {
        case done(Receipt)
        case refused(DispatchError)
        /// Nothing was done, and the client left it at that; or the caller closes, and the next generation will ask.
        case left
    }

    private enum Hours {
        case open
        /// Nothing new is begun.
        case finishing
        /// Nothing is sent any more.
        case closed
    }

    private let engine: Engine
    private let notes: NotesFile
    private let hours = Mutex(Hours.open)

    init(engine: Engine, notes: NotesFile) {
        self.engine = engine
        self.notes = notes
    }

    /// Whether clients may begin something.
    var isOpen: Bool { hours.withLock { $0 == .open } }

    /// Whether anything may still be sent.
    var isClosed: Bool { hours.withLock { $0 == .closed } }

    /// Lets clients come to an end.
    func finish() { hours.withLock { if $0 == .open { $0 = .finishing } } }

    /// Ends at once what clients have not handed in.
    func close() { hours.withLock { $0 = .closed } }

    /// The district, as soon as the database can be reached; nil where the caller is closed before.
    func configuration(_ code: String) async -> DistrictConfiguration? {
        while !isClosed {
            if let district = try? await engine.district(code: code),
                let configuration = try? await engine.configurations.load(district)
            {
                return configuration
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return nil
    }

    /// The tasks of a ticket that are open; none where the database cannot be asked just now.
    func openTasks(of ticket: TicketID, in district: DistrictID) async -> [TicketID] {
        guard let dossier = try? await engine.dossier(ticket, in: district) else { return [] }
        return dossier.ticket.children.keys.sorted()
    }

    /// Sends a command until it is known what became of it.
    ///
    /// - Parameters:
    ///   - command: the command.
    ///   - configuration: the district.
    ///   - isKnown: whether it was noted, and perhaps sent, by an earlier generation.
    ///   - chance: for pauses and patience.
    /// - Returns: what became of it.
    func send(
        _ command: NotedCommand,
        _ configuration: DistrictConfiguration,
        isKnown: Bool = false,
        _ chance: inout Chance
    ) async -> Fate {
        guard let submission = Errand(command: command).submission(configuration) else { return .left }
        notes.note(isKnown ? .again(key: command.key, code: "caller_gone") : .tries(command))
        var mayStand = isKnown
        while !isClosed {
            do throws(DispatchError) {
                let patience = Duration.milliseconds(Int.random(in: 500...4_000, using: &chance))
                let receipt = try await engine.submit(submission, patience: patience)
                let place = (receipt.ticket.rawValue, Int64(receipt.seq))
                notes.note(.done(key: command.key, ticket: place.0, seq: place.1, isRepeat: receipt.isRepeat))
                return .done(receipt)
            } catch {
                guard let answer = Answer(error) else {
                    notes.note(.refused(key: command.key, code: error.code))
                    return .refused(error)
                }
                mayStand = mayStand || answer == .unknown
                // An engine that says that nothing was done is taken at its word, now and then.
                if !mayStand, chance.once(in: 8) {
                    notes.note(.undone(key: command.key, code: error.code))
                    return .left
                }
                notes.note(.again(key: command.key, code: error.code))
            }
            try? await Task.sleep(for: chance.pause(20...300))
        }
        return .left
    }

    /// What an error says about whether the command stands.
    private enum Answer {
        case unknown
        case undone

        /// Nil where it is refused for good.
        init?(_ error: DispatchError) {
            switch error {
            case .deadlineExceeded(let isOutcomeUnknown): self = isOutcomeUnknown ? .unknown : .undone
            case .busy, .unavailable, .diskFull, .stopping, .idTaken: self = .undone
            case .refused, .unknownTicket, .unknownDistrict, .unknownDefinition, .keyReused, .wrongClock, .rejected,
                .noKeys,
                .store:
                return nil
            }
        }
    }
}
