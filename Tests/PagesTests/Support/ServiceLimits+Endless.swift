import Dispatcher
import TestSupport
import Web

extension ServiceLimits {
    /// One address asks for everything.
    static var endless: ServiceLimits {
        var limits = ServiceLimits()
        limits.clients = .none
        limits.residents = .endless
        limits.residents.acting = limits.residents.filing
        return limits
    }
}
