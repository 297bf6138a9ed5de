package import Foundation

/// What callers noted, by key: all files of a folder that end in `.notes`.
package struct CallerNotes: Sendable {
    /// What one caller knows of one command.
    package struct Record: Sendable {
        /// What it sent.
        package let command: NotedCommand
        /// Where it was told that it stands; more than one place: it was told different things.
        package fileprivate(set) var places: Set<Place> = []
        /// How it was refused; nil: it was not.
        package fileprivate(set) var refusal: String?
        /// Why nothing was done, where the caller left it at that.
        package fileprivate(set) var leftUndone: String?
        /// How often it was sent again.
        package fileprivate(set) var retries = 0

        /// Whether its caller knows what became of it.
        package var isResolved: Bool { !places.isEmpty || refusal != nil || leftUndone != nil }
    }

    /// An event of a ticket.
    package struct Place: Hashable, Sendable {
        /// The ticket.
        package let ticket: Int64
        /// The event's number.
        package let seq: Int64

        /// Names an event.
        package init(ticket: Int64, seq: Int64) {
            self.ticket = ticket
            self.seq = seq
        }
    }

    /// By key.
    package private(set) var records: [String: Record] = [:]
    /// How often a command was tried again, by the reason.
    package private(set) var retriesByCode: [String: Int] = [:]
    /// Lines that are none; a line without an end, which a kill tore, is not counted.
    package private(set) var badLines = 0

    /// Reads a folder, or the files in it that one caller wrote.
    ///
    /// - Parameters:
    ///   - folder: where they lie.
    ///   - prefix: what the names of the files begin with.
    /// - Throws: what the file system throws.
    package init(folder: URL, prefix: String = "") throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        var rest: [Note] = []
        for name in names.sorted() where name.hasPrefix(prefix) && name.hasSuffix(".notes") {
            let data = try Data(contentsOf: folder.appending(path: name))
            let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { data[...$0] } ?? Data()
            for line in String(decoding: whole, as: UTF8.self).split(separator: "\n") {
                switch Note(line: line) {
                case .tries(let command): records[command.key] = records[command.key] ?? Record(command: command)
                case .none: badLines += 1
                case .some(let note): rest.append(note)
                }
            }
        }
        // What was tried in one file may have been answered in another, which need not come later by its name.
        rest.forEach { take($0) }
    }

    /// Those whose callers do not know what became of them, by key.
    package var unresolved: [NotedCommand] {
        records.values.filter { !$0.isResolved }.map(\.command).sorted { $0.key < $1.key }
    }

    private mutating func take(_ note: Note) {
        switch note {
        case .tries: break
        case .done(let key, let ticket, let seq, _): records[key]?.places.insert(Place(ticket: ticket, seq: seq))
        case .refused(let key, let code): records[key]?.refusal = code
        case .undone(let key, let code): records[key]?.leftUndone = code
        case .again(let key, let code):
            records[key]?.retries += 1
            retriesByCode[code, default: 0] += 1
        }
    }
}
