/// What a message from a group chat, or a dictated sentence, says of a matter (代报): proposed to whoever files, who checks it.
///
/// Nothing is guessed at: a place is a unit of the district, a category one of its directory, a telephone stands in the message as
/// it is given, and a moment is never after now. What cannot be told apart is left for people to fill in.
public struct PastedMessage: Hashable, Sendable {
    /// Where: the lowest unit that the message names.
    public let place: Unit?
    /// The first telephone in it, as it is written there.
    public let telephone: String?
    /// The category of which the message uses the words.
    public let category: String?
    /// When it happened, where the message says so.
    public let moment: PastedMoment?

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - text: the message, of any length and kind.
    ///   - surroundings: what it may be about.
    public init(_ text: String, in surroundings: Surroundings) {
        place = PastedPlace(text, in: surroundings).unit
        telephone = Telephone.first(in: text)
        category = PastedCategory(surroundings.categories, surroundings.list).category(in: text)
        moment = PastedMoment(text, at: surroundings.calendar.local(surroundings.now))
    }

    /// What a message may be about: the district as it is for whoever pastes it.
    public struct Surroundings: Sendable {
        let territory: UnitTree
        let kinds: [UnitKind]
        let own: Set<UnitID>
        let categories: Set<String>
        let list: CategoryList
        let calendar: WorkCalendar
        let now: Instant

        /// Notes them.
        ///
        /// - Parameters:
        ///   - territory: the units.
        ///   - kinds: kinds of unit that can be the place of a matter.
        ///   - posts: the units at which whoever pastes it holds posts: what lies below them is meant before others.
        ///   - categories: the categories that a matter can bear.
        ///   - list: what is said of them besides.
        ///   - calendar: whose wall clock people read.
        ///   - now: the district's time.
        public init(
            territory: UnitTree,
            kinds: [UnitKind],
            posts: [UnitID],
            categories: Set<String>,
            list: CategoryList,
            calendar: WorkCalendar,
            now: Instant
        ) {
            self.territory = territory
            self.kinds = kinds
            own = Set(posts.flatMap { territory.subtree(of: $0) })
            self.categories = categories
            self.list = list
            self.calendar = calendar
            self.now = now
        }
    }
}
