import Dispatcher
import HTTPTypes
import PGStore
import Workflow

extension Open311Endpoints {
    static let filing = both(
        .post,
        "requests",
        id: "File",
        summary: Bilingual(zh: "上报一件诉求", en: "File a service request"),
        parameters: form,
        pictures: .valuesAndMedia,
        note: Bilingual(zh: "编号", en: "its number"),
        shape: OpenShapes.filed,
        refusals: [.forbidden, .notFound, .tooManyRequests, .serviceUnavailable]
    ) { call in
        // Pictures are read of systems alone whose key is known: it stands outside the form then.
        try await call.withPictures(admitting: {
            guard try await call.openReader() != nil else { throw Fault.keyNeeded }
        }) { call, pictures in
            try call.checkJurisdiction()
            guard let holder = try await call.keyHolder() else { throw Fault.keyNeeded }
            return try await call.fileOpen(pictures, by: holder)
        }
    }

    static let requests = both(
        .get,
        "requests",
        id: "Requests",
        summary: Bilingual(zh: "诉求列表，最近上报的在前", en: "Service requests, the latest first"),
        parameters: [jurisdiction, key, extensions] + filters,
        note: Bilingual(zh: "诉求；至多 1000 件", en: "service requests, at most 1,000"),
        shape: OpenShapes.requests,
        refusals: [.forbidden, .notFound, .tooManyRequests]
    ) { call in
        let holder = try await call.openReader()
        let now = try await call.now()
        let numbers = call.listed("service_request_id")
        guard numbers.isEmpty else {
            // Numbers override all else.
            return OpenRequest.document(try await call.seen(numbers, by: holder, now: now).map(call.request))
        }
        let query = try OpenQuery(call, now: now)
        var walk = ReportWalk(call, query.filter, around: query.around, holder, now: now)
        let page = try await walk.page(skipping: query.skipped, taking: query.count)
        return OpenRequest.document(page.map(call.request))
    }

    static let request = both(
        .get,
        "requests/{service_request_id}",
        id: "Request",
        summary: Bilingual(zh: "一件诉求", en: "One service request"),
        parameters: [number, jurisdiction, key, extensions],
        note: Bilingual(zh: "诉求", en: "the service request"),
        shape: OpenShapes.requests,
        refusals: [.forbidden, .notFound, .tooManyRequests]
    ) { call in
        OpenRequest.document([call.request(try await call.onlySeen("service_request_id"))])
    }

    static let token = both(
        .get,
        "tokens/{token}",
        id: "Token",
        summary: Bilingual(
            zh: "由令牌查编号：上报时已给编号，编号就是令牌",
            en: "The number of a token: numbers are given at once, so each is its own token"
        ),
        parameters: [
            Parameter("token", in: .path, .words(max: 100), zh: "令牌", en: "the token"), jurisdiction, key,
        ],
        note: Bilingual(zh: "编号", en: "the number"),
        shape: OpenShapes.tokens,
        refusals: [.forbidden, .notFound, .tooManyRequests]
    ) { call in
        let matter = try await call.onlySeen("token")
        let number = call.openNumber(matter.id, reportedAt: matter.reportedAt)
        return OpenRequest.document([
            .members([.init("service_request_id", number), .init("token", call.text("token"))])
        ])
    }

    private static let number = Parameter(
        "service_request_id",
        in: .path,
        .words(max: 100),
        zh: "编号",
        en: "the number"
    )

    /// A hundred numbers fit into one value between commas; many long values would not fit into a request's head.
    private static let filters =
        [
            Parameter(
                "service_request_id",
                in: .query,
                .list(.words(max: 1_700), max: 20),
                zh: "编号，可用逗号隔开；给了就不看其他条件",
                en: "numbers, several between commas; they override all else"
            ),
            Parameter(
                "service_code",
                in: .query,
                .list(.words(max: 1_700), max: 20),
                zh: "类别代码，可用逗号隔开",
                en: "codes of services, several between commas"
            ),
            Parameter("start_date", in: .query, .words(max: 40), zh: "上报不早于", en: "reported no earlier"),
            Parameter(
                "end_date",
                in: .query,
                .words(max: 40),
                zh: "上报不晚于；至多 90 天",
                en: "reported no later; at most 90 days"
            ),
            Parameter(
                "status",
                in: .query,
                .list(.words(max: 100), max: 2),
                zh: "open、closed，可用逗号隔开",
                en: "open, closed, or both between commas"
            ),
            Parameter("lat", in: .query, .words(max: 40), zh: "纬度，与 long 同用", en: "latitude; with long"),
            Parameter("long", in: .query, .words(max: 40), zh: "经度，与 lat 同用", en: "longitude; with lat"),
            Parameter(
                "radius",
                in: .query,
                .integer(Int64(OpenCircle.radii.lowerBound)...Int64(OpenCircle.radii.upperBound)),
                zh: "离 lat、long 不超过多少米，默认 500",
                en: "metres around lat and long; 500 if it is not given"
            ),
            Parameter("updated_after", in: .query, .words(max: 40), zh: "变动不早于", en: "changed no earlier"),
            Parameter("updated_before", in: .query, .words(max: 40), zh: "变动不晚于", en: "changed no later"),
        ] + paging

    static let paging = [
        Parameter(
            "page",
            in: .query,
            .integer(Int64(OpenQuery.pages.lowerBound)...Int64(OpenQuery.pages.upperBound)),
            zh: "第几页；更往后请缩小时间范围",
            en: "which page; to go on behind the last, narrow the dates"
        ),
        Parameter(
            "page_size",
            in: .query,
            .integer(Int64(OpenQuery.pageSize.lowerBound)...Int64(OpenQuery.pageSize.upperBound)),
            zh: "每页件数，默认 50",
            en: "how many a page; 50 if only the page is given"
        ),
    ]

    private static let form: [Parameter] =
        [
            jurisdiction, key, extensions,
            Parameter(
                "Idempotency-Key",
                in: .header,
                .words(max: 100),
                zh: "同一键的同一请求只办一次",
                en: "the same request under the same key is carried out once"
            ),
            Parameter(
                "service_code",
                in: .form,
                .text(max: 200),
                isRequired: true,
                zh: "类别代码",
                en: "the service's code"
            ),
            Parameter(
                "attribute",
                in: .form,
                .map(.list(.words(max: 2_000), max: 100), max: CategoryEntry.questionsAtMost),
                zh: "问题的回答",
                en: "answers to the questions"
            ),
        ]
        + [
            ("jurisdiction_id", 100), ("api_key", 200), ("lat", 40), ("long", 40), ("address_string", 200),
            ("address_id", 100), ("email", 150), ("device_id", 200), ("account_id", 200), ("first_name", 50),
            ("last_name", 50), ("phone", 30), ("description", 3_000), ("media_url", 500),
        ].map { Parameter($0.0, in: .form, .words(max: $0.1), zh: "见 GeoReport v2", en: "as GeoReport v2 has it") }
        + [Parameter("extensions", in: .form, .flag, zh: "是否给出查询码", en: "whether the resident's code is given")]
}

extension Call {
    /// A number as people write it.
    func openNumber(_ id: TicketID, reportedAt: Instant) -> String {
        TicketNumber(id, reportedAt: reportedAt, calendar: configuration.calendars.standard).description
    }

    /// The matter that a part of the path names, where it may be seen.
    ///
    /// - Throws: `Fault` as if there were none.
    fileprivate func onlySeen(_ parameter: String) async throws -> SeenMatter {
        let holder = try await openReader()
        let typed = text(parameter) ?? ""
        guard let matter = try await seen([typed], by: holder, now: try await now()).first else {
            throw Fault.unknownRequest(typed)
        }
        return matter
    }

    /// Files what another system sent, with its pictures; one that is not taken refuses all of it, as there is no place to tell.
    fileprivate func fileOpen(_ pictures: ReceivedForm?, by holder: KeyHolder) async throws -> OpenDocument {
        let filing = try OpenFiling(self, by: holder)
        let now = try await now()
        try await admitted {
            try await residents.file(asSystemOf: holder.person, phone: filing.phone, in: configuration.id, at: now)
        }
        let stored = try await store(pictures)
        if let failure = stored.compactMap(\.failure).first { throw failure }
        let today = configuration.calendars.standard.local(now).date
        let receipt = try await engine.submit(try filing.submission(today: today), patience: .seconds(20))
        // Of one ticket, since one submission makes one: the same request again names the same pictures once.
        let named = try await name(stored, receipt, by: holder.person, key: "open311 \(receipt.ticket)")
        for file in named { _ = try file.outcome.get() }
        return try await filed(receipt)
    }

    /// What whoever filed is told.
    fileprivate func filed(_ receipt: Receipt) async throws -> OpenDocument {
        var ticket = receipt.after
        if ticket == nil { ticket = try await engine.dossier(receipt.ticket, in: configuration.id)?.ticket }
        guard let ticket else { throw DispatchError.unknownTicket(receipt.ticket) }
        let due = configuration.machine(ticket.definition)?.definition.residentDue(of: ticket)
        let resident = Bilingual(zh: "诉求人", en: "the resident")(language)
        let holder = ticket.holder(resident: resident, name: configuration.unitName)
        let notice = holder.map { OpenNotice.text(holder: $0, due: due, configuration.calendars.standard, language) }
        var members: [OpenDocument.Member] = [
            .init("service_request_id", openNumber(ticket.id, reportedAt: ticket.reportedAt)),
            .init("service_notice", notice), .init("account_id", nil),
        ]
        if flag("extensions"), let code = try await residents.code(of: ticket.id, in: configuration.id) {
            members.append(.init("extended_attributes", .members([.init("code", code.description)])))
        }
        return OpenRequest.document([.members(members)])
    }
}

extension Fault {
    /// No key is shown where one is needed.
    static let keyNeeded = Fault(.forbidden, "key_needed", zh: "需要 api_key", en: "an api_key is needed")
}
