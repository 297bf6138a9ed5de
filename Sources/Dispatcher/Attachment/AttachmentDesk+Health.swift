import Media

extension AttachmentDesk {
    /// Why the folder cannot take files now; nil: it can.
    package func trouble() async -> AttachmentRefusal? {
        let folder = folder
        do {
            try await claim()
            try await disk.run { () throws(MediaRefusal) in
                let draft = try folder.draft(limit: 1)
                try draft.write([0])
                draft.discard()
            }
            return nil
        } catch let refusal as AttachmentRefusal {
            return refusal
        } catch let refusal as MediaRefusal {
            return .media(refusal)
        } catch {
            // The database: others say so.
            return nil
        }
    }

    /// Why pictures cannot be made anew now; nil: they can, as one that was just made shows.
    package func troubleWithPictures() async -> AttachmentRefusal? {
        let folder = folder
        do {
            let draft = try await disk.run { () throws(MediaRefusal) in
                let draft = try folder.draft(limit: Self.picture.count)
                try draft.write(Self.picture)
                return draft
            }
            defer { draft.discard() }
            _ = try await pictures.remake(path: draft.path)
            return nil
        } catch {
            return .media(error)
        }
    }

    /// A PNG of one white pixel.
    private static let picture: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
        0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00,
        0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8, 0x0F, 0x00, 0x01, 0x01, 0x01, 0x00, 0xB1, 0x38, 0xF6,
        0x14, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}
