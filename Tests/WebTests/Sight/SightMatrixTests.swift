import Dispatcher
import Foundation
import NIOHTTP1
import PGStore
import Postgres
import TestSupport
import Testing
import Web
import Workflow

/// 可见范围, walked whole: role × relation × endpoint, by HTTP and by row security, against a table written by hand after
/// DOMAIN.md; and every number of another district.
@Suite struct SightMatrixTests {
    /// All of it (`f`), the summary (`s`), nothing (`-`); of the people in the order of `accounts`.
    ///
    /// A unit's people see what happens on their ground, what they hold, what they were ever asked, and all of that of the
    /// units below them; 物业 and the like what they were asked, as a summary; who is complained of nothing; what is
    /// restricted those named, and the posts that need not be.
    static let accounts = [
        "leader", "grid", "desk", "desk2", "street", "chief", "water", "section", "parks", "property", "far", "system",
        "security", "audit",
    ]
    private static let table: [String: String] = [
        //                                      leader grid desk desk2 street chief water section parks property far 三员
        "at the desk": "- - f f f f - - - - - - - -",
        "of the building": "f f f f f f - - - - - - - -",
        "of another community": "- - - - f f - - - - f - - -",
        "given up a level": "- - f f f f - - - - - - - -",
        "led by water": "- - f f f f f - - - - - - -",
        "worked on inside": "- - f f f f f f - - - - - -",
        "passed on to parks": "- - f f f f f - f - - - - -",
        "with a part for parks": "- - f f f f f - f - - - - -",
        "part for parks": "- - f f f f - - f - - - - -",
        "with a part for the property company": "- - f f f f f - - s - - - -",
        "part for the property company": "- - f f f f - - - s - - - -",
        "against the community": "- - - - f f - - - - - - - -",
        "against water, once it led": "- - f f f f - - - - - - - -",
        "against a person": "- - f - f f - - - - - - - -",
        "restricted": "- - f - f f - - - - - - - -",
        "restricted, the building named": "f - - f f f - - - - - - - -",
    ]

    /// How each endpoint about one matter is asked, and with what it answers whom it shows all, and the summary.
    private static let endpoints: [String: (path: String, body: JSONValue?, full: Set<Int>, summary: Set<Int>)] = [
        "readMatter": ("", nil, [200], [200]),
        "readTimeline": ("/timeline", nil, [200], [404]),
        "explainClocks": ("/clocks", nil, [200], [404]),
        // Of none of these a whistle was blown; of the summary's readers it is hidden that there could be one.
        "readWhistle": ("/whistle", nil, [404], [404]),
        "listRelated": ("/related", nil, [200], [404]),
        "readContact": ("/contact?reason=x", nil, [200, 403], [404]),
        "exportTimeline": ("/timeline.csv", nil, [200], [404]),
        // Of whom the summary alone is shown, what they sent themselves.
        "listAttachments": ("/attachments", nil, [200], [200]),
        // Refused for another reason: there is no such act.
        "actOnMatter": ("/acts", ["act": "vanish"], [422], [422]),
    ]

    /// Endpoints about the files of a matter, walked apart.
    private static let files: Set<String> = [
        "addAttachments", "readAttachment", "probeAttachment", "readThumbnail", "probeThumbnail", "hideAttachment",
    ]

    /// Endpoints that a resident opens by number and code: nobody by who they are.
    private static let byCode: [String: (path: String, body: JSONValue?)] = [
        "readOwnMatter": ("", nil), "actOnOwnMatter": ("/acts", ["act": "urge"]),
        "readOwnPicture": ("/attachments/1", nil), "readOwnThumbnail": ("/attachments/1/thumbnail", nil),
    ]

    /// Open311, walked by `Open311RequestTests` and `Open311PictureTests`: a system sees what it filed, all others what the
    /// board shows.
    private static let open311 = Set(
        ["Discovery", "Services", "Definition", "File", "Requests", "Request", "Token", "Updates", "Update"].flatMap {
            ["open311\($0)XML", "open311\($0)JSON"]
        } + ["open311Media"]
    )

    /// Endpoints that say nothing of any matter, or are walked below.
    private static let others: Set<String> = [
        "exportMatters", "exportMattersAsWorkbook", "readAccessLog", "readSecurityLog", "listDeadLetters",
        "exportAccessLog", "exportAccessLogAsWorkbook", "exportSecurityLog", "exportSecurityLogAsWorkbook",
        "resendDeadLetters", "giveUpDeadLetters",
        "fileOwnMatter", "takeChallenge", "listCategories", "readBoard",
        // What is owed to a platform above: walked by `PlatformAPITests`.
        "listPlatforms", "pushMatters", "listOwedAnswers", "exportOwedAnswers", "exportOwedAnswersAsWorkbook",
        "listMatters", "listWorkLists", "readWorkList", "listWhistles", "listLamps", "readMap", "listRecentCategories",
        // Lists that show lines: each as far as whoever asks sees it.
        "listWatched", "listReportedMatters",
        "findPlace", "readResponsibility", "findByTelephone",
        // A person's matters, as far as whoever asks sees them: walked by `HandOverListAPITests`.
        "readHandOverList",
        "followMatters", "fileMatter", "actOnMany",
        "listCalendars", "explainDeadline", "listRules",
        "explainRule",
        "checkDirectory", "simulateDirectory", "importUnits", "importPeople", "importAbsences",
        "importDuties", "handOverPosts",
        // A desk's log has numbers and states, of the units of whoever reads it: walked by `ShiftAPITests`.
        "listShiftLog", "readShiftLog", "handOverShift", "adoptRuling", "revokeRuling", "reorganiseUnits",
        "migrateMatters",
        "readDigestTimes", "setDigestTimes", "publishDefinition", "importCalendars", "importDirectory",
        "importCategories", "importPlatforms", "listPosts", "listDuty", "listGaps", "listDefinitions", "readDefinition",
        "drawDefinition", "tellDefinition", "drawDefinitionPicture",
        "listUnits", "readUnit", "listPeople", "listRoles", "readPerson", "readAdministration", "readCalendar",
        "readHolidayNotice", "readAccount", "lockAccount", "unlockAccount", "endSessionsOf",
        "makeToken", "listTokens", "revokeToken", "beginSecondFactor", "confirmSecondFactor", "proveSecondFactor",
        "changePassword",
        "useSlip",
        "makeSlip", "setPIN", "switchDesk", "lockDesk", "signIn", "whoAmI", "signOut", "listSessions", "endSession",
        "listProviders", "beginSignIn", "endSignIn", "receiveReceipts", "receiveSignedReceipts",
        "signOutEverywhere", "isAlive", "isReady", "readMetrics", "readDocument", "readDocumentPage",
    ]

    @Test func `no endpoint is left out of the matrix`() {
        for endpoint in Endpoints.all {
            #expect(
                Self.endpoints[endpoint.id] != nil || Self.others.contains(endpoint.id)
                    || Self.files.contains(endpoint.id) || Self.open311.contains(endpoint.id)
                    || Self.byCode[endpoint.id] != nil,
                "say in the matrix what \(endpoint.id) shows to whom"
            )
            let isAboutOne = endpoint.path.contains("{number}") || endpoint.path.contains("{attachment}")
            #expect(!isAboutOne || !Self.others.contains(endpoint.id), "\(endpoint.id) is about one matter")
        }
    }

    @Test func `each role, in each relation, by each endpoint, and by row security`() async throws {
        var limits = ServiceLimits()
        limits.residents.reading = .init(burst: 100_000, seconds: 1)
        limits.clients = .none
        try await WebDistrict.with(limits: limits, also: .property + .keepers) { web in
            let world = try await SightWorld(web)
            #expect(Set(world.tickets.map(\.name)) == Set(Self.table.keys))
            for ticket in world.tickets {
                let row = try #require(Self.table[ticket.name]).split(separator: " ").map(String.init)
                for (account, wanted) in zip(Self.accounts, row) {
                    for (id, ask) in Self.endpoints {
                        let path = "/api/v1/matters/\(ticket.number)\(ask.path)"
                        let answer = try await web.ask(path, ask.body, as: account)
                        let fits =
                            switch wanted {
                            case "f": ask.full.contains(answer.status)
                            case "s": ask.summary.contains(answer.status)
                            default: answer.status == 404 && answer.code == "unknown_ticket"
                            }
                        #expect(fits, "\(account) (\(wanted)) by \(id) of “\(ticket.name)”: \(answer.status)")
                        if id == "readMatter", answer.status == 200 {
                            let sight = answer.json["sight"]?.string
                            #expect(sight == (wanted == "f" ? "full" : "summary"), "\(account) of “\(ticket.name)”")
                        }
                    }
                    // Whoever they are, without the code there is no such matter.
                    for (id, ask) in Self.byCode {
                        let path = "/api/v1/public/matters/\(ticket.number)\(ask.path)"
                        let headers = ["Whistle-Code": "AAAA-AAAA"]
                        let answer = try await web.ask(path, ask.body, as: account, headers: headers)
                        #expect(answer.status == 404 && answer.code == "unknown_ticket", "\(account) by \(id)")
                    }
                    let bulk = try await web.post(
                        "/api/v1/acts",
                        ["items": [["number": .string(ticket.number), "act": "vanish"]]],
                        as: account
                    )
                    let code = bulk.json["results"]?.array?.first?["problem"]?["code"]?.string
                    #expect(
                        (code == "unknown_ticket") == (wanted == "-"),
                        "\(account) in bulk of “\(ticket.name)”: \(bulk)"
                    )
                }
            }
            try await Self.files(world)
            try await Self.lists(world)
            try await Self.rows(world)
            try await Self.workLists(world)
        }
    }

    /// Files are seen with their matter, and added by who sees it.
    private static func files(_ world: SightWorld) async throws {
        let (web, pdf) = (world.web, UploadFile("签收单.pdf", UploadFile.pdf))
        for ticket in world.tickets {
            // The street sees them all.
            let sent = try await web.upload(ticket.number, [pdf], as: "street")
            let file = try #require(sent.first?["attachment"]?["id"]?.int, "\(ticket.name): \(sent)")
            for (index, account) in accounts.enumerated() {
                let wanted = level(ticket.name, index)
                let note = "\(account) (\(wanted)) of “\(ticket.name)”"
                for (method, path) in [(HTTPMethod.GET, ""), (.HEAD, "")] {
                    let answer = try await web.send(method, "/api/v1/attachments/\(file)\(path)", as: account)
                    #expect((answer.status == 200) == (wanted == "f"), "\(method) \(note): \(answer.status)")
                    #expect(wanted == "f" || answer.status == 404, "\(method) \(note): \(answer.status)")
                }
                for method in [HTTPMethod.GET, .HEAD] {
                    let answer = try await web.send(method, "/api/v1/attachments/\(file)/thumbnail", as: account)
                    #expect(answer.status == 404, "\(note)")
                }
                let list = try await web.get("/api/v1/matters/\(ticket.number)/attachments", as: account)
                let shown = list.json["attachments"]?.array?.count
                #expect(shown == (wanted == "-" ? nil : wanted == "f" ? 1 : 0), "\(note)")
                if account != "street" {
                    let gone = try await web.send(.DELETE, "/api/v1/attachments/\(file)", as: account)
                    #expect(gone.status == (wanted == "f" ? 403 : 404), "\(note): \(gone.status)")
                }
                if wanted == "-" {
                    #expect(try await web.send([pdf], to: ticket.number, as: account).status == 404, "\(note)")
                }
            }
        }
    }

    /// Those who may come to speak with residents.
    private static let speakers = [
        "leader", "grid", "desk", "desk2", "street", "chief", "water", "section", "parks", "far",
    ]

    /// Lists hold nothing that may not be seen, whatever they are asked for.
    private static func lists(_ world: SightWorld) async throws {
        var (listed, counted, mapped) = (0, 0, 0)
        for (index, account) in accounts.enumerated() {
            let seen = Set(world.tickets.filter { level($0.name, index) != "-" }.map(\.id))
            for query in [
                "", "?closed=true", "?state=reported", "?words=漏水", "?lamp=green&closed=true", "?mine=true", "?place=B",
            ] {
                let path = "/api/v1/matters" + (query.isEmpty ? "?limit=200" : query + "&limit=200")
                let answer = try await world.web.get(path.encoded, as: account)
                #expect(answer.status == 200, "\(account) \(query)")
                let sheet = try await world.web.get(
                    path.replacing("/matters?", with: "/matters.csv?").replacing("&limit=200", with: "")
                        .replacing("?limit=200", with: "").encoded,
                    as: account
                )
                #expect(sheet.status == 200, "\(account) \(query): \(sheet.status)")
                let text = String(decoding: sheet.bytes, as: UTF8.self)
                for ticket in world.tickets where !seen.contains(ticket.id) {
                    #expect(!text.contains(TicketNumber.line(ticket.number)), "\(account) \(query): \(ticket.name)")
                }
                let numbers = answer.json["matters"]?.array?.compactMap { $0["number"]?.string } ?? []
                let ids = Set(numbers.compactMap { TicketNumber($0)?.id })
                #expect(ids.count == numbers.count && ids.isSubset(of: seen), "\(account) \(query): \(numbers)")
                listed += ids.count
            }
            // Who finds one by its telephone sees all of it; who has no use for telephones is refused.
            let called = try await world.web.post(
                "/api/v1/matters/of-telephone",
                ["phone": .string(SightWorld.telephone)],
                as: account
            )
            #expect(called.status == (speakers.contains(account) ? 200 : 403), "\(account): \(called.status)")
            let whole = Set(world.tickets.filter { level($0.name, index) == "f" }.map(\.id))
            let found = (called.json["matters"]?.array ?? []).compactMap { $0["number"]?.string }
                .compactMap { TicketNumber($0)?.id }
            #expect(Set(found).isSubset(of: whole), "\(account): \(found)")
            if account == "street" { #expect(found.count > 5) }
            // Lamps count what such a list shows, and nothing besides.
            let lamps = try await world.web.get("/api/v1/lamps", as: account)
            for line in lamps.json["lamps"]?.array ?? [] {
                let alone = line["relation"] == "own" ? "&alone=true" : ""
                let path = "/api/v1/matters?limit=200&responsible=\(line["unit"]?["code"]?.string ?? "")\(alone)"
                let shown = try await world.web.get(path, as: account).json["matters"]?.array?.count ?? 0
                #expect(line["open"]?.int == Int64(shown), "\(account): \(path)")
                counted += shown
            }
            // So does the map, wherever it looks.
            let map = try await world.web.get("/api/v1/map?bbox=-180,-90,180,90", as: account)
            for matter in map.json["matters"]?.array ?? [] {
                let id = matter["matter"]?["number"]?.string.flatMap { TicketNumber($0)?.id }
                #expect(id.map(seen.contains) ?? false, "\(account): \(matter)")
                let isWhole = matter["matter"]?["sight"] == "full"
                #expect(matter["at"] == (isWhole ? "matter" : "unit"), "\(account): \(matter)")
                mapped += 1
            }
        }
        #expect(mapped > 10)
        #expect(listed > 50 && counted > 10)
    }

    /// The same by PostgreSQL alone: not one row more, and not one less.
    private static func rows(_ world: SightWorld) async throws {
        let city = world.web.city
        for (index, account) in accounts.enumerated() {
            let seen = Set(world.tickets.filter { level($0.name, index) != "-" }.map(\.id))
            let reader = Reader(city.party(account), in: city.configuration)
            let rows = try await city.engine.pool.flight(["SELECT id FROM ticket"], as: reader)[0]
            #expect(Set(try rows.map { TicketID(try $0[0]) }) == seen, "\(account)")
        }
    }

    static func level(_ name: String, _ index: Int) -> String {
        table[name]?.split(separator: " ").map(String.init)[index] ?? "?"
    }

    @Test func `every number of another district is nobody's here`() async throws {
        try await WebDistrict.with(also: .property + .keepers) { here in
            try await TestDistrict.with(in: here.city.database) { there in
                var numbers: [String] = []
                for _ in 0..<12 {
                    let id = try await there.file()
                    let ticket = try #require(try await there.ticket(id))
                    numbers.append(TicketNumber(ticket, calendar: there.configuration.calendars.standard).description)
                }
                let own = try await here.file()
                for account in Self.accounts {
                    for number in numbers {
                        for (id, ask) in Self.endpoints {
                            let answer = try await here.ask(
                                "/api/v1/matters/\(number)\(ask.path)",
                                ask.body,
                                as: account
                            )
                            #expect(answer.status == 404, "\(account) by \(id)")
                            #expect(answer.code == "unknown_ticket")
                        }
                    }
                    let reader = Reader(here.city.party(account), in: here.city.configuration)
                    let districts: Query = "SELECT DISTINCT district_id FROM ticket"
                    let read = try await here.city.engine.pool.flight([districts], as: reader)[0]
                    #expect(try read.allSatisfy { try $0[0, as: Int64.self] == here.city.id.rawValue })
                }
                #expect(try await here.get("/api/v1/matters/\(own)").status == 200)
            }
        }
    }
}

extension TicketNumber {
    /// How a sheet begins the line of a number; that of a task is known without its date.
    fileprivate static func line(_ number: String) -> String {
        number.contains("-") ? number : "-" + String(repeating: "0", count: max(0, 6 - number.count)) + number + ","
    }
}

extension WebDistrict {
    /// Asks for something, or sends it.
    fileprivate func ask(
        _ path: String,
        _ body: JSONValue?,
        as account: String,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        guard let body else { return try await get(path, as: account, headers: headers) }
        return try await post(path, body, as: account, headers: headers)
    }
}

extension String {
    /// For an address.
    fileprivate var encoded: String {
        addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed.union(.urlPathAllowed)) ?? self
    }
}
