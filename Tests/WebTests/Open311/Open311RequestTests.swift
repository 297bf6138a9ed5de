import Dispatcher
import PGStore
import TestSupport
import Testing
import Web
import Workflow

/// Open311: who sees which requests, and how they are found.
@Suite struct Open311RequestTests {
    @Test func `a system follows what it filed; others see it once it stands on the board, without words`() async throws
    {
        try await WebDistrict.withServices { web in
            let number = try await web.fileOpen()
            let open = try #require(try await web.open("requests/\(number).json", as: "parks").requests.first)
            #expect(open["status"] == "open" && open["description"]?.string?.contains("138****5678") == true)
            #expect(open["address_id"] == "B" && open["address"] == "一街道一社区一网格一号楼")
            #expect(open["lat"] == .null && open["service_code"] == "water" && open["service_name"] == "供水与漏水")
            #expect(open["service_request_id"]?.string == number)
            for account in [nil, "grid", "street"] {
                #expect(try await web.open("requests/\(number).json", as: account).status == 404, "\(account ?? "-")")
                #expect(try await web.open("tokens/\(number).json", as: account).status == 404)
                #expect(try await web.open("requests.json", as: account).json == [])
            }
            try await web.end(number)
            let ended = try #require(try await web.open("requests/\(number).json", as: "parks").requests.first)
            #expect(ended["status"] == "closed" && ended["agency_responsible"] == "水务局")
            let answer = try await web.open("requests/\(number).json?extensions=true")
            let shown = try #require(answer.requests.first)
            #expect(shown["status"] == "closed" && shown["address"] == "一社区" && shown["description"] == .null)
            #expect(shown["agency_responsible"] == .null && shown["address_id"] == .null)
            #expect(shown["status_notes"]?.string?.hasSuffix("已解决 · 接通、满意") == true)
            #expect(
                shown["requested_datetime"]?.string?.hasSuffix("T16:00:00Z") == true,
                "the day alone, by the local clock"
            )
            #expect(shown["extended_attributes"]?["outcome"] == "已解决")
            #expect(!answer.text.contains("一号楼") && !answer.text.contains("水务局") && !answer.text.contains("三楼"))
            let xml = try await web.open("requests/\(number).xml")
            #expect(xml.text.contains("<service_requests><request><service_request_id>\(number)</service_request_id>"))
            #expect(xml.text.contains("<lat/><long/>"))
            #expect(try await web.open("requests.json").numbers == [number])
            #expect(
                try await web.open("requests.json", as: "parks").numbers == [number],
                "once, though seen in two ways"
            )
            let token = try await web.open("tokens/\(number).json").requests.first
            #expect(token == ["service_request_id": .string(number), "token": .string(number)])
        }
    }

    @Test func `what is restricted, against somebody or secret is not there, whoever asks`() async throws {
        var limits = ServiceLimits()
        limits.residents.filing = .init(burst: 100, seconds: 1)
        try await WebDistrict.withServices(limits: limits) { web in
            let restricted = try await web.fileOpen()
            let against = try await web.fileOpen()
            let secret = try await web.fileOwn(["place": "B", "confidential": true]).number
            let plain = try await web.fileOwn(["place": "B"]).number
            for number in [restricted, against, secret, plain] {
                try await web.act("elevate", on: number, as: "leader")
                try await web.act("elevate", on: number, as: "grid")
            }
            let restriction: JSONObject = ["restriction": "minor", "informed": ["desk"]]
            try await web.act("restrict", on: restricted, as: "desk", fields: restriction)
            try await web.act("name_complained", on: against, as: "desk", fields: ["complained_of": ["P"]])
            for number in [restricted, against, secret, plain] {
                try await web.handle(number)
                try await web.act("verify", on: number, as: "desk")
                try await web.act("call_back", on: number, as: "desk", fields: ["callback": "satisfied"])
            }
            for account in [nil, "parks", "grid"] {
                for number in [restricted, against, secret] {
                    #expect(try await web.open("requests/\(number).json", as: account).status == 404)
                    #expect(try await web.open("tokens/\(number).xml", as: account).status == 404)
                }
                let all = [restricted, against, secret, plain].joined(separator: ",")
                #expect(try await web.open("requests.json?service_request_id=\(all)", as: account).numbers == [plain])
                #expect(try await web.open("requests.json", as: account).numbers == [plain])
                let updates = try await web.open("servicerequestupdates.json", as: account)
                #expect(Set(updates.numbers) == [plain])
            }
        }
    }

    @Test func `filters choose, and pages follow one another`() async throws {
        try await WebDistrict.withServices { web in
            var numbers: [String] = []
            for _ in 0..<5 { numbers.append(try await web.fileOpen()) }
            try await web.end(numbers[0])
            let latest = Array(numbers.reversed())
            func listed(_ query: String) async throws -> [String] {
                try await web.open("requests.json?\(query)", as: "parks").numbers
            }
            #expect(try await listed("") == latest)
            #expect(try await listed("status=closed") == [numbers[0]])
            #expect(try await listed("status=open") == Array(latest.dropLast()))
            #expect(try await listed("status=open,closed") == latest)
            #expect(try await listed("status=open&status=closed") == latest)
            #expect(try await listed("service_code=water") == latest)
            #expect(try await listed("start_date=2000-01-01T00:00:00Z&end_date=2000-03-01T00:00:00Z") == [])
            #expect(
                try await listed("service_request_id=\(numbers[1]),\(numbers[3])&status=closed") == [
                    numbers[1], numbers[3],
                ]
            )
            #expect(try await listed("page=1&page_size=2") == Array(latest.prefix(2)))
            #expect(try await listed("page=3&page_size=2") == [numbers[0]])
            #expect(try await listed("page=4&page_size=2") == [])
            let now = Instant(microseconds: try await web.city.engine.now().microseconds + 60_000_000).description
                .prefix(19)
            #expect(try await listed("updated_after=\(now)Z") == [])
            #expect(try await listed("updated_before=\(now)Z") == latest)
            #expect(try await listed("end_date=\(now)+00:00") == latest, "a plus sign that nobody escaped")
            let long = try await web.open("requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-04-02T00:00:00Z")
            #expect(long.status == 400 && long.text.contains("[bad_span]"))
            #expect(
                try await web.open("requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-04-01T00:00:00Z").status
                    == 200
            )
            #expect(
                try await web.open("requests.json?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z").status
                    == 400
            )
        }
    }

    @Test func `by spans of seconds nobody finds the second of another's report`() async throws {
        try await WebDistrict.withServices { web in
            let number = try await web.fileOpen()
            try await web.end(number)
            let id = try #require(TicketNumber(number)?.id)
            let ticket = try #require(try await web.city.ticket(id))
            let calendar = web.city.configuration.calendars.standard
            let midnight = calendar.instant(
                LocalDateTime(date: calendar.local(ticket.reportedAt).date, time: .midnight)
            )
            // Hours before the report, on its day: still that day.
            let early = "start_date=\(midnight)&end_date=\(midnight.advanced(bySeconds: 1))"
            #expect(try await web.open("requests.json?\(early)").numbers == [number])
            #expect(try await web.open("requests.json?\(early)", as: "parks").numbers == [], "its own to the second")
        }
    }

    @Test func `updates tell what the resident is told, and take supplements from who may`() async throws {
        try await WebDistrict.withServices { web in
            let number = try await web.fileOpen()
            try await web.act("elevate", on: number, as: "leader")
            try await web.act("elevate", on: number, as: "grid")
            try await web.act("ask", on: number, as: "desk", fields: ["note": "几号楼？电话 13812345678"])
            let asked = try await web.open("servicerequestupdates.json", as: "parks")
            #expect(asked.numbers == [number] && asked.requests.first?["status"] == "open")
            #expect(asked.requests.first?["description"]?.string?.hasSuffix("几号楼？电话 138****5678") == true)
            #expect(try await web.open("servicerequestupdates.json").json == [])
            let xml = try await web.open("servicerequestupdates.xml", as: "parks").text
            #expect(xml.contains("<service_request_updates><request_update><update_id>\(number)-"))
            // By the key that filed it: what was asked for first, then more.
            let words = [("service_request_id", number), ("description", "一号楼"), ("update_id", "u1")]
            let first = try await web.form("servicerequestupdates.json", words)
            #expect(first.status == 200, "\(first.text)")
            #expect(try await web.form("servicerequestupdates.json", words).json == first.json, "once")
            let more = [("service_request_id", number), ("description", "还在漏")]
            #expect(try await web.form("servicerequestupdates.xml", more).status == 200)
            let id = try #require(TicketNumber(number)?.id)
            let events = try await web.city.engine.dossier(id, in: web.city.id)?.events ?? []
            let acts = events.compactMap { $0.event.act?.text }
            #expect(acts.suffix(2) == ["supply", "add_to"])
            // Not by another's, not by nobody's, not by a wrong code.
            #expect(try await web.form("servicerequestupdates.json", more, as: "grid").status == 404)
            #expect(try await web.form("servicerequestupdates.json", more, as: nil).status == 403)
            let wrong = ["Whistle-Code": "AAAA-AAAA"]
            #expect(try await web.form("servicerequestupdates.json", more, as: nil, headers: wrong).status == 404)
            let own = try await web.fileOwn()
            let byCode = try await web.form(
                "servicerequestupdates.json",
                [("service_request_id", own.number), ("description", "电梯也停了")],
                as: nil,
                headers: ["Whistle-Code": own.code]
            )
            #expect(byCode.status == 200, "\(byCode.text)")
            try await web.handle(number)
            try await web.act("verify", on: number, as: "desk")
            try await web.act("call_back", on: number, as: "desk", fields: ["callback": "satisfied"])
            let ended = try await web.open("servicerequestupdates.json")
            try #require(ended.requests.count == 1)
            #expect(ended.requests[0]["update_id"]?.string == "\(number)-end")
            #expect(ended.requests[0]["status"] == "closed" && !ended.text.contains("一号楼"))
            let last = try await web.open("servicerequestupdates.json", as: "parks").requests.last
            #expect(last?["status"] == "closed")
            let all = try await web.open("servicerequestupdates.json", as: "parks").requests
            let second = try await web.open("servicerequestupdates.json?page=2&page_size=1", as: "parks").requests
            #expect(all.count > 1 && second == [all[1]])
            let times = all.compactMap { $0["updated_datetime"]?.string }
            #expect(times == times.sorted())
            #expect(try await web.form("servicerequestupdates.json", more).status == 400, "its life has ended")
        }
    }

    @Test func `who has nothing to do with a matter sees it by no address`() async throws {
        var limits = ServiceLimits()
        limits.residents.reading = .init(burst: 100_000, seconds: 1)
        limits.residents.keyReading = .init(burst: 100_000, seconds: 1)
        limits.clients = .none
        let reporters = [
            "of the building": "leader", "of another community": "far", "against the community": nil,
            "restricted": nil, "restricted, the building named": nil, "against water, once it led": nil,
            "against a person": nil, "part for parks": nil, "part for the property company": nil,
        ]
        let accounts = [
            "leader", "grid", "desk", "street", "chief", "water", "parks", "property", "far", "system", nil,
        ]
        try await WebDistrict.with(limits: limits, also: .property + .keepers) { web in
            let world = try await SightWorld(web)
            for ticket in world.tickets {
                let reporter = reporters[ticket.name] ?? "desk"
                for account in accounts {
                    let isOwn = account != nil && account == reporter
                    for path in ["requests/\(ticket.number).json", "tokens/\(ticket.number).xml"] {
                        let answer = try await web.open(path, as: account)
                        #expect(
                            answer.status == (isOwn ? 200 : 404),
                            "\(account ?? "-"), \(ticket.name): \(answer.text)"
                        )
                    }
                    let words = [("service_request_id", ticket.number), ("description", "x")]
                    guard !isOwn else { continue }
                    let added = try await web.form("servicerequestupdates.json", words, as: account)
                    #expect(added.status == (account == nil ? 403 : 404), "\(account ?? "-"), \(ticket.name)")
                    let list = try await web.open("requests.json", as: account)
                    let updates = try await web.open("servicerequestupdates.json", as: account)
                    #expect(
                        !(list.numbers + updates.numbers).contains(ticket.number),
                        "\(account ?? "-"), \(ticket.name)"
                    )
                }
            }
        }
    }
}
