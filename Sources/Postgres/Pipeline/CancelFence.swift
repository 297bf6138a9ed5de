/// What keeps a cancel request from hitting somebody else's statement: a pure machine.
///
/// A cancel request names a server process, not a statement; it hits whatever runs there when it arrives. So one is
/// sent only while exactly one flight is without an answer, and from then on nothing is sent until both are true:
/// the flight's answer is complete, and `PQcancel` has returned. The server closes the cancel connection, on which
/// `PQcancel` waits, only after it has signalled the process. A statement sent after that is read by a process that
/// already has the signal pending, and takes it while it still reads a command, where a cancel request is ignored
/// (`DoingCommandRead` in postgres.c). So the request finds its own flight or nothing.
struct CancelFence: Equatable {
    enum State: Equatable {
        /// Nothing is being cancelled. Can transition to: raised (a cancel request goes out).
        case open
        /// The request is on its way and the flight is unanswered. Can transition to: drained, returned.
        case raised
        /// The flight is answered; the request is still on its way. Can transition to: open (`PQcancel` returned).
        case drained
        /// `PQcancel` returned; the flight is unanswered. Can transition to: open (the answer is complete).
        case returned
    }

    private(set) var state = State.open

    /// Whether new flights may be sent.
    var maySend: Bool {
        state == .open
    }

    /// Returns whether a request must be sent now.
    mutating func cancelWanted() -> Bool {
        guard state == .open else { return false }
        state = .raised
        return true
    }

    /// Returns whether the fence came down.
    mutating func flightAnswered() -> Bool {
        switch state {
        case .open, .drained:
            return false
        case .raised:
            state = .drained
            return false
        case .returned:
            state = .open
            return true
        }
    }

    /// Returns whether the fence came down.
    mutating func requestReturned() -> Bool {
        switch state {
        case .open, .returned:
            return false
        case .raised:
            state = .returned
            return false
        case .drained:
            state = .open
            return true
        }
    }
}
