/// The tickets of one side, by the act that each has before it.
///
/// Each set is a run of ids of the same size, and of each the same number has been used; which one comes next is
/// random, but no ticket comes twice.
struct Cohorts: Sendable {
    /// The first ids, by the act that is next.
    private(set) var first: [LifeStep: Int64]
    /// How many tickets each set has.
    let size: Int
    /// How many of each set were used.
    private(set) var used = 0

    init(sign: Range<Int64>, submit: Range<Int64>, verify: Range<Int64>) {
        first = [.sign: sign.lowerBound, .submit: submit.lowerBound, .verify: verify.lowerBound]
        size = sign.count
    }

    /// How many of each set are left.
    var left: Int { size - used }

    /// Uses so many of each set; returns the place of the first in the random order.
    mutating func take(_ count: Int) -> Int {
        precondition(count <= left, "a set has too few tickets left")
        defer { used += count }
        return used
    }

    /// Begins anew when all are used: everybody is one act further, and new ones come in.
    mutating func rotate(new: Range<Int64>) {
        precondition(left == 0 && new.count == size, "sets rotate when they are used up, for one as great")
        first[.verify] = first[.submit]
        first[.submit] = first[.sign]
        first[.sign] = new.lowerBound
        used = 0
    }
}
