/// Why somebody who has not signed in is not let on.
package enum ResidentRefusal: Error, Hashable, Sendable {
    /// Too much from there: again in so many seconds.
    case tooMany(seconds: Int)
    /// As much as a day takes.
    case enoughToday
    /// An image code is asked for first.
    case challengeNeeded
    /// What was answered is wrong, too late, or was answered before.
    case badAnswer
}
