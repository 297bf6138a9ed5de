package import CityIdentity
package import Dispatcher
package import Workflow

/// What endpoints are made of.
package final class ServiceParts: Sendable {
    /// The engine: every write goes through it.
    package let engine: Engine
    /// Districts as they are set up.
    package let configurations: CurrentConfigurations
    /// What time it is in districts.
    package let times: CurrentTimes
    /// What happens in districts, for those who listen.
    package let live: LiveFeed
    /// Who asks.
    package let accounts: Accounts
    /// How browsers keep a session.
    let cookie: SessionCookie
    /// The district of those who have not signed in.
    package let district: DistrictID
    /// Whose word on where requests come from is taken.
    let proxies: TrustedProxies
    /// Bounds.
    package let limits: ServiceLimits
    /// How fast each client may ask.
    let bounds: ClientBounds
    /// Files of matters; nil: none are taken or given out.
    package let attachments: AttachmentDesk?
    /// How gateways tell what became of messages, by their names.
    let receipts: [String: ReceiptPlan]
    /// Who may say for us who somebody is; nil: passwords of ours only.
    package let providers: ProviderDesk?
    /// How many exports run at once.
    let exports: Seats
    /// How many forms with a sheet are carried out at once.
    let sheets: Seats
    /// Who follows lists.
    let listeners: Seats
    /// Where calls block that wait for the disk.
    let disk = DiskWork()
    /// Who lets in residents without an account.
    package let residents: ResidentDesk
    /// Pages of lists that are still true.
    let lists: ListCache<ListPage>
    /// What work lists are made of.
    let register: WorkRegister
    /// Pages of the public board.
    let boards: BoardCache
    /// What is counted.
    package let metrics = ServiceMetrics()

    /// Puts them together.
    ///
    /// - Parameters:
    ///   - engine: the engine, whose services run.
    ///   - accounts: who may come in.
    ///   - district: the district of those who have not signed in.
    ///   - isSecure: whether people come by HTTPS, here or before a proxy.
    ///   - proxies: whose word on where requests come from is taken.
    ///   - limits: bounds.
    ///   - attachments: files of matters.
    ///   - providers: who may say for us who somebody is.
    ///   - receipts: how gateways tell what became of messages, by their names.
    package init(
        engine: Engine,
        accounts: Accounts,
        district: DistrictID,
        isSecure: Bool = false,
        proxies: TrustedProxies = .none,
        limits: ServiceLimits = ServiceLimits(),
        attachments: AttachmentDesk? = nil,
        providers: ProviderDesk? = nil,
        receipts: [String: ReceiptPlan] = [:]
    ) {
        self.engine = engine
        configurations = CurrentConfigurations(engine.configurations)
        engine.batcher.watch { [metrics] in metrics.batch($0, waited: $1) }
        times = CurrentTimes(engine)
        live = LiveFeed(engine: engine, settings: limits.feed)
        self.accounts = accounts
        cookie = SessionCookie(isSecure: isSecure)
        self.district = district
        self.proxies = proxies
        self.limits = limits
        bounds = ClientBounds(limits.clients)
        residents = ResidentDesk(engine: engine, limits: limits.residents)
        boards = BoardCache(life: limits.board)
        let journal = JournalWatch(engine)
        lists = ListCache(journal, settings: limits.lists)
        register = WorkRegister(journal, most: limits.register)
        self.attachments = attachments
        self.providers = providers
        self.receipts = receipts
        exports = Seats(limits.exports, refusal: .exportsBusy)
        sheets = Seats(limits.sheets, refusal: .sheetsBusy)
        listeners = Seats(limits.listeners, longest: limits.live + .seconds(60), refusal: .tooManyListeners)
    }
}
