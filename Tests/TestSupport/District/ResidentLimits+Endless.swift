package import Dispatcher

extension ResidentLimits {
    /// One address files, reads and asks for everything.
    package static var endless: ResidentLimits {
        var limits = ResidentLimits()
        let endless = TokenBuckets.Rate(burst: 100_000, seconds: 1)
        limits.filing = endless
        limits.filingAtAll = endless
        limits.filingByPhone = endless
        limits.reading = endless
        limits.challenges = endless
        limits.filingsADay = 100_000
        limits.keyReading = endless
        limits.keyWriting = endless
        return limits
    }
}
