import Dispatcher
import Web

extension ServiceLimits {
    /// One address asks for everything.
    static var endless: ServiceLimits {
        var limits = ServiceLimits()
        limits.clients = .none
        let endless = TokenBuckets.Rate(burst: 100_000, seconds: 1)
        limits.residents.filing = endless
        limits.residents.filingAtAll = endless
        limits.residents.filingByPhone = endless
        limits.residents.reading = endless
        limits.residents.challenges = endless
        limits.residents.acting = endless
        limits.residents.filingsADay = 100_000
        return limits
    }
}
