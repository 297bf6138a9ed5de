package import PGStore
import Workflow

/// How many files a ticket may have.
package struct AttachmentRoom: Hashable, Sendable {
    /// At the most, those out of sight included.
    package let ofTicket: Int
    /// At the most from whoever sends these.
    package let ofSender: Int

    /// Of some limits.
    package init(_ limits: AttachmentLimits) {
        ofTicket = limits.filesOfTicket
        ofSender = limits.filesOfSender
    }

    /// Those of some files that a ticket takes: as many as there is room for, and none under a key that it knows.
    ///
    /// - Parameters:
    ///   - files: the files, of one sender.
    ///   - known: the files that it has.
    /// - Returns: those that are to be added, in their order.
    func admit(_ files: [NewAttachment], to known: [KnownAttachment]) -> [NewAttachment] {
        let keys = Set(known.compactMap(\.key))
        let new = files.filter { file in file.key.map { !keys.contains($0) } ?? true }
        let ofSender = known.count { $0.person == files.first?.person }
        return Array(new.prefix(max(0, min(ofTicket - known.count, self.ofSender - ofSender))))
    }
}

extension Submission {
    /// Makes the submission of files for one ticket.
    ///
    /// - Parameters:
    ///   - files: the files, which lie in the folder already, of one sender.
    ///   - upload: for what they are sent.
    ///   - room: how many the ticket may have.
    package init(attaching files: [NewAttachment], _ upload: Upload, room: AttachmentRoom) {
        self.init(
            district: upload.district,
            target: .attaching(upload.ticket, files, room),
            act: Machine.attachAct,
            by: Party(identity: upload.person.map { .person($0) } ?? .resident)
        )
    }
}
