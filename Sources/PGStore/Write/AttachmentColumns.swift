import Workflow

/// Files that an event adds, to be written with it.
struct AttachmentColumns: Sendable {
    var ticket: [Int64] = []
    var eventSeq: [Int32] = []
    var place: [Int32] = []
    var seq: [Int32?] = []
    var hash: [[UInt8]] = []
    var thumbnail: [[UInt8]?] = []
    var sentHash: [[UInt8]] = []
    var kind: [String] = []
    var bytes: [Int64] = []
    var width: [Int32?] = []
    var height: [Int32?] = []
    var fileName: [String] = []
    var person: [Int64?] = []
    var keyHash: [[UInt8]?] = []
    var part: [Int32?] = []

    mutating func append(_ new: NewAttachment, addedBy seq: Int, place: Int) {
        ticket.append(new.ticket.rawValue)
        eventSeq.append(Int32(clamping: seq))
        self.place.append(Int32(clamping: place))
        self.seq.append(new.seq.map { Int32(clamping: $0) })
        hash.append(new.hash)
        thumbnail.append(new.picture?.thumbnail)
        sentHash.append(new.sentHash)
        kind.append(new.kind)
        bytes.append(Int64(new.bytes))
        width.append(new.picture.map { Int32(clamping: $0.width) })
        height.append(new.picture.map { Int32(clamping: $0.height) })
        fileName.append(new.fileName)
        person.append(new.person?.rawValue)
        keyHash.append(new.key?.hash)
        part.append(new.key.map { Int32(clamping: $0.part) })
    }
}
