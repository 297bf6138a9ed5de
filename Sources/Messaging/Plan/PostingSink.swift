package import Dispatcher
package import PGStore
import Postgres
package import Workflow

/// A sink that puts down one posting for each channel and receiver, for `Messenger` to send: each retried by itself.
package struct PostingSink: Sink {
    private let engine: Engine
    private let plan: PostingPlan

    /// What the log calls it.
    package var name: String { "channels" }

    /// Makes it.
    package init(engine: Engine, plan: PostingPlan) {
        self.engine = engine
        self.plan = plan
    }

    /// Puts down what letters are to become; all of a batch or none.
    package func deliver(_ letters: [Letter], of district: DistrictConfiguration) async -> [Int64: DeliveryFault] {
        guard let fault = await put(letters.flatMap { plan.postings($0, in: district) }, district.id) else {
            return [:]
        }
        return Dictionary(letters.map { ($0.id, fault) }, uniquingKeysWith: { $1 })
    }

    /// Puts down what digests are to become; all of a batch or none.
    package func deliver(_ digests: [Digest], of district: DistrictConfiguration) async -> [PersonID: DeliveryFault] {
        let mailboxes: Set<PersonID>
        do {
            mailboxes = try await reachedByMail(digests.map(\.person), district.id)
        } catch {
            return Dictionary(digests.map { ($0.person, DeliveryFault("\(error)")) }, uniquingKeysWith: { $1 })
        }
        let postings = digests.flatMap { plan.postings($0, hasMailbox: mailboxes.contains($0.person)) }
        guard let fault = await put(postings, district.id) else { return [:] }
        return Dictionary(digests.map { ($0.person, fault) }, uniquingKeysWith: { $1 })
    }

    /// Who of some people has a mailbox, where digests go by mail at all.
    private func reachedByMail(_ people: [PersonID], _ district: DistrictID) async throws -> Set<PersonID> {
        guard plan.tellsByMail, !people.isEmpty else { return [] }
        let rows = try await engine.pool.query(StaffMailbox.known(of: people, in: district))
        return Set(try rows.map { PersonID(try $0[0]) })
    }

    private func put(_ postings: [NewPosting], _ district: DistrictID) async -> DeliveryFault? {
        guard !postings.isEmpty else { return nil }
        do {
            _ = try await engine.pool.query(NewPosting.insert(district, postings))
            engine.hints.wrote(Hints.Write(district: district, tellsSomebody: true))
            return nil
        } catch {
            return DeliveryFault("\(error)")
        }
    }
}
