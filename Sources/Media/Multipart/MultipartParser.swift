#if canImport(Glibc)
    internal import Glibc
#endif

/// Reads a `multipart/form-data` body (RFC 7578, RFC 2046) as it arrives, in pieces of any size.
///
/// It keeps at most one part's headers and the beginning of what may be a boundary; what it gives back is what it was
/// given. Each byte is looked at once, and once more where it began what then was no boundary: a boundary begins with the
/// only carriage return in it, so after a false start nothing before the present byte can begin another.
///
/// It is strict: lines end in CR LF, every part names its field, the body ends with its last boundary. Folded headers,
/// nested multiparts and encoded bytes, which no form sends, are refused.
package struct MultipartParser: Sendable {
    /// Where in the body the next byte stands.
    private enum State {
        /// Before the first boundary. Can transition to: `afterBoundary`.
        case preamble
        /// Right after a boundary's text: `--` makes it the last one, an end of line begins a part.
        /// Can transition to: `hyphen`, `padding`, `lineEnd`.
        case afterBoundary
        /// After one hyphen behind a boundary. Can transition to: `padding`.
        case hyphen
        /// In the white space that a gateway may have put behind a boundary. Can transition to: `lineEnd`.
        case padding(isLast: Bool)
        /// After the carriage return behind a boundary. Can transition to: `headers`, `epilogue`.
        case lineEnd(isLast: Bool)
        /// In a part's headers. Can transition to: `headerEnd`.
        case headers
        /// After the carriage return of a header's line. Can transition to: `headers`, `body`.
        case headerEnd
        /// In a part's bytes. Can transition to: `afterBoundary`.
        case body
        /// After the last boundary: nothing matters any more.
        case epilogue
        /// Refused: nothing else is read.
        case refused(MediaRefusal)
    }

    private let delimiter: [UInt8]
    private let limits: MultipartLimits
    private var state = State.preamble
    /// How many bytes of the delimiter the last bytes were.
    private var matched = 2
    /// How many of those stood before: the end of line that a boundary begins with may be that of the headers, and may be
    /// missing at the very beginning.
    private var lent = 2
    private var line: [UInt8] = []
    private var heading = MultipartHeading()
    private var headerBytes = 0
    private var partBytes = 0
    private var isFile = false
    private var idleBytes = 0
    private var parts = 0

    /// How many bytes it has looked at, those looked at again included: the measure of its work.
    private(set) var steps = 0

    /// Makes a parser for one body.
    package init(_ boundary: MultipartBoundary, limits: MultipartLimits = MultipartLimits()) {
        delimiter = boundary.delimiter
        self.limits = limits
    }

    /// Takes in the next bytes.
    ///
    /// - Parameter chunk: any number of bytes.
    /// - Returns: what they make whole, in order; neighbouring pieces of a part's bytes as one.
    /// - Throws: what is wrong with the body; again for every further call.
    package mutating func push(_ chunk: [UInt8]) throws(MediaRefusal) -> [MultipartEvent] {
        if case .refused(let refusal) = state { throw refusal }
        var events: [MultipartEvent] = []
        do throws(MediaRefusal) {
            var index = 0
            while index < chunk.count {
                switch state {
                case .preamble, .body: try search(chunk, &index, &events)
                case .headers: try readHeaders(chunk, &index)
                case .epilogue:
                    try idle(chunk.count - index)
                    index = chunk.count
                case .afterBoundary, .hyphen, .padding, .lineEnd, .headerEnd:
                    try step(chunk[index], &events)
                    index += 1
                    steps += 1
                case .refused(let refusal): throw refusal
                }
            }
        } catch {
            state = .refused(error)
            line = []
            throw error
        }
        return events
    }

    /// Says that no more bytes come.
    ///
    /// - Returns: the end, where the bytes themselves left open whether more would come.
    /// - Throws: `multipartCutOff` where the body is not whole, or what was wrong before.
    package mutating func finish() throws(MediaRefusal) -> [MultipartEvent] {
        switch state {
        case .epilogue: return []
        case .padding(isLast: true):
            // The end of line after the last boundary may be left out.
            state = .epilogue
            return [.end]
        case .refused(let refusal): throw refusal
        case .preamble, .afterBoundary, .hyphen, .padding, .lineEnd, .headers, .headerEnd, .body:
            state = .refused(.multipartCutOff)
            throw .multipartCutOff
        }
    }
}

extension MultipartParser {
    /// Looks for the delimiter; what is none are the part's bytes, or the preamble's.
    private mutating func search(
        _ chunk: [UInt8],
        _ index: inout Int,
        _ events: inout [MultipartEvent]
    ) throws(MediaRefusal) {
        let isBody = if case .body = state { true } else { false }
        var bytes: [UInt8] = []
        while index < chunk.count, matched < delimiter.count {
            if matched == 0 {
                let run = Self.runBeforeReturn(chunk, index)
                steps += run
                try count(run, isBody)
                if isBody { bytes.append(contentsOf: chunk[index..<(index + run)]) }
                index += run
                guard index < chunk.count else { break }
            }
            steps += 1
            if chunk[index] == delimiter[matched] {
                matched += 1
                index += 1
            } else {
                // The byte is looked at again, as one that may begin the delimiter.
                try count(matched - lent, isBody)
                if isBody { bytes.append(contentsOf: delimiter[lent..<matched]) }
                matched = 0
                lent = 0
            }
        }
        if !bytes.isEmpty { events.append(.bytes(bytes)) }
        guard matched == delimiter.count else { return }
        (matched, lent) = (0, 0)
        if isBody { events.append(.endOfPart) }
        state = .afterBoundary
    }

    /// How many bytes from the index on are no carriage return.
    private static func runBeforeReturn(_ chunk: [UInt8], _ index: Int) -> Int {
        chunk.withUnsafeBytes { buffer in
            let rest = UnsafeRawBufferPointer(rebasing: buffer[index...])
            guard let base = rest.baseAddress, let found = memchr(base, 0x0D, rest.count) else { return rest.count }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    private mutating func count(_ bytes: Int, _ isBody: Bool) throws(MediaRefusal) {
        guard isBody else { return try idle(bytes) }
        partBytes += bytes
        if isFile, partBytes > limits.fileBytes { throw .fileTooLarge(limit: limits.fileBytes) }
        if !isFile, partBytes > limits.fieldBytes { throw .fieldTooLarge(limit: limits.fieldBytes) }
    }

    private mutating func idle(_ bytes: Int) throws(MediaRefusal) {
        idleBytes += bytes
        guard idleBytes <= limits.idleBytes else { throw .strayBytes }
    }

    /// Reads a header's line up to its carriage return.
    private mutating func readHeaders(_ chunk: [UInt8], _ index: inout Int) throws(MediaRefusal) {
        let run = Self.runBeforeReturn(chunk, index)
        try countHeader(run)
        line.append(contentsOf: chunk[index..<(index + run)])
        steps += run
        index += run
        guard index < chunk.count else { return }
        try countHeader(1)
        index += 1
        steps += 1
        state = .headerEnd
    }

    private mutating func countHeader(_ bytes: Int) throws(MediaRefusal) {
        headerBytes += bytes
        guard headerBytes <= limits.headerBytes else { throw .headersTooLarge(limit: limits.headerBytes) }
    }

    /// Takes one byte of what stands around boundaries and at the ends of lines.
    private mutating func step(_ byte: UInt8, _ events: inout [MultipartEvent]) throws(MediaRefusal) {
        switch (state, byte) {
        case (.afterBoundary, UInt8(ascii: "-")): state = .hyphen
        case (.hyphen, UInt8(ascii: "-")): state = .padding(isLast: true)
        case (.afterBoundary, 0x20), (.afterBoundary, 0x09):
            try idle(1)
            state = .padding(isLast: false)
        case (.padding, 0x20), (.padding, 0x09): try idle(1)
        case (.afterBoundary, 0x0D): state = .lineEnd(isLast: false)
        case (.padding(let isLast), 0x0D): state = .lineEnd(isLast: isLast)
        case (.lineEnd(isLast: false), 0x0A): try beginPart()
        case (.lineEnd(isLast: true), 0x0A):
            events.append(.end)
            state = .epilogue
        case (.headerEnd, 0x0A): try endHeader(&events)
        case (.headerEnd, _): throw .badHeader
        default: throw .badBoundaryLine
        }
    }

    private mutating func beginPart() throws(MediaRefusal) {
        parts += 1
        guard parts <= limits.parts else { throw .tooManyParts(limit: limits.parts) }
        heading = MultipartHeading()
        headerBytes = 0
        partBytes = 0
        state = .headers
    }

    private mutating func endHeader(_ events: inout [MultipartEvent]) throws(MediaRefusal) {
        guard line.isEmpty else {
            try heading.add(line, limits)
            line = []
            state = .headers
            return try countHeader(1)
        }
        let part = try heading.part()
        isFile = part.fileName != nil
        events.append(.part(part))
        matched = 2
        lent = 2
        state = .body
    }
}
