import Dispatcher
import PGStore

extension Call {
    /// For how many seconds whoever has signed in on their own phone stays so without using it; nil: it is no phone of theirs.
    package var secondsOnOwnPhone: Int64? {
        guard caller?.identity.kind == .phone, let life = parts.accounts.policy.sessions[.phone] else { return nil }
        return min(life.idle, life.whole).components.seconds
    }
}
