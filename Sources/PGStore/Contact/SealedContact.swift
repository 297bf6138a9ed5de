package import Workflow

/// What an act says of whom to reach, sealed: what the journal keeps of it beside the digests in the event.
package struct SealedContact: Sendable {
    /// The fields that are kept so, in the order of the table's columns; none of them is ever stored in the open.
    package static let fields = KnownContact.fields

    /// The id of the key.
    package let key: String
    /// Name, telephone and address; nil where nothing was given.
    package let texts: [[UInt8]?]
    /// What the index keeps of the telephone; nil where it has too few digits.
    package let phoneIndex: [UInt8]?

    /// Seals what words say of whom to reach; nil where they say nothing of it.
    ///
    /// - Parameters:
    ///   - words: an act's words by field.
    ///   - ticket: whose act it is.
    ///   - district: the district.
    ///   - ring: the keys.
    /// - Throws: `StoreError.sealed`.
    package init?(
        _ words: NameMap<NameKind.Field, Words>,
        of ticket: TicketID,
        in district: DistrictID,
        under ring: KeyRing
    ) throws(StoreError) {
        guard Self.isAmong(words) else { return nil }
        try self.init(Self.fields.map { words[$0]?.text }, of: ticket, in: district, under: ring)
    }

    /// Seals name, telephone and address.
    init(
        _ open: [String?],
        of ticket: TicketID,
        in district: DistrictID,
        under ring: KeyRing
    ) throws(StoreError) {
        var texts: [[UInt8]?] = []
        for (field, text) in zip(Self.fields, open) {
            guard let text else {
                texts.append(nil)
                continue
            }
            texts.append(try ring.seal(text, at: SealedPlace(district: district, ticket: ticket, field: field)))
        }
        key = ring.sealingID
        self.texts = texts
        phoneIndex = open[1].flatMap { ring.index(of: $0, in: district) }
    }

    /// Whether words say whom to reach.
    package static func isAmong(_ words: NameMap<NameKind.Field, Words>) -> Bool {
        fields.contains { words[$0] != nil }
    }
}
