package import PGStore

/// How much those who have not signed in may do.
package struct ResidentLimits: Sendable {
    /// Filings of an address before it is asked for an image code.
    package var filing = TokenBuckets.Rate(burst: 3, seconds: 300)
    /// Filings of an address at all.
    package var filingAtAll = TokenBuckets.Rate(burst: 30, seconds: 30)
    /// Filings of a telephone before an image code is asked for.
    package var filingByPhone = TokenBuckets.Rate(burst: 3, seconds: 1_200)
    /// What an address reads.
    package var reading = TokenBuckets.Rate(burst: 60, seconds: 1)
    /// What an address does to matters of its own.
    package var acting = TokenBuckets.Rate(burst: 20, seconds: 15)
    /// Forms with pictures of an address.
    package var uploading = TokenBuckets.Rate(burst: 20, seconds: 10)
    /// Challenges of an address.
    package var challenges = TokenBuckets.Rate(burst: 20, seconds: 10)
    /// What another system reads by its key (Open311).
    package var keyReading = TokenBuckets.Rate(burst: 300, seconds: 0.1)
    /// What another system files or adds by its key.
    package var keyWriting = TokenBuckets.Rate(burst: 200, seconds: 0.5)
    /// Filings of another system in a day.
    package var keyFilingsADay = 20_000
    /// Filings of an address in a day: a compound may share one.
    package var filingsADay = 200
    /// Filings of a telephone in a day.
    package var filingsOfPhoneADay = 10
    /// Acts of residents on a ticket in a day.
    package var actsADay = 30
    /// Wrong codes at a ticket before nobody's code is looked at for a while: many, so that a stranger cannot lock a resident
    /// out from one address, and few beside 2^40.
    package var guessesAtTicket = LockRule(failures: 50, seconds: 900)
    /// Wrong codes from an address before none of its codes is looked at for a while.
    package var guessesFromAddress = LockRule(failures: 10, seconds: 900)
    /// Seconds for which a challenge can be answered.
    package var challengeSeconds: Int64 = 300

    package init() {}
}
