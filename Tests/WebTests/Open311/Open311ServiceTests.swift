import Dispatcher
import PGStore
import TestSupport
import Testing
import Web
import Workflow

/// Open311: discovery, services, definitions, and how it says no.
@Suite struct Open311ServiceTests {
    @Test func `discovery is of the type alone, and its address has no stroke at the end`() async throws {
        try await WebDistrict.withServices { web in
            let json = try await web.open("discovery.json")
            #expect(json.status == 200 && json.header("Content-Type") == "application/json")
            let endpoint = json.json["endpoints"]?.array?.first
            #expect(endpoint?["url"]?.string == "http://127.0.0.1:\(web.port)/open311/v2")
            #expect(endpoint?["specification"] == "http://wiki.open311.org/GeoReport_v2")
            #expect(endpoint?["formats"] == ["text/xml", "application/json"])
            let xml = try await web.open("discovery.xml")
            #expect(xml.status == 200 && xml.header("Content-Type") == "text/xml")
            #expect(xml.text.contains("<formats><format>text/xml</format><format>application/json</format></formats>"))
            let forged = try await web.get("/open311/v2/discovery.json", as: nil, headers: ["Host": "a\"b<c"])
            #expect(forged.status == 400 || !forged.text.contains("a\\\"b"))
        }
    }

    @Test func `services are the categories that are open, in both writings, in UTF-8`() async throws {
        try await WebDistrict.withServices { web in
            let json = try await web.open("services.json")
            #expect(json.status == 200 && json.header("Content-Type") == "application/json; charset=utf-8")
            #expect(
                json.json == [
                    [
                        "service_code": "water", "service_name": "供水与漏水", "description": "停水、漏水 <紧急请打 110>",
                        "metadata": true, "type": "realtime", "keywords": "漏水,leak", "group": "水务",
                    ]
                ]
            )
            let xml = try await web.open("services.xml")
            #expect(xml.header("Content-Type") == "text/xml; charset=utf-8")
            #expect(xml.text.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<services><service><service_code>"))
            #expect(xml.text.contains("<description>停水、漏水 &lt;紧急请打 110&gt;</description>"))
            let english = try await web.get("/open311/v2/services.json", as: nil, headers: ["Accept-Language": "en"])
            #expect(english.requests.first?["service_name"] == "Water")
        }
    }

    @Test func `a definition has the questions of its category as attributes`() async throws {
        try await WebDistrict.withServices { web in
            let definition = try await web.open("services/water.json").json
            #expect(definition["service_code"] == "water")
            let attributes = definition["attributes"]?.array ?? []
            #expect(
                attributes.map { $0["datatype"]?.string } == [
                    "singlevaluelist", "multivaluelist", "number", "datetime", "string", "text",
                ]
            )
            #expect(attributes.map { $0["order"]?.int } == [1, 2, 3, 4, 5, 6])
            #expect(attributes.map { $0["variable"]?.bool } == [true, true, true, true, true, false])
            #expect(attributes.map { $0["required"]?.bool } == [true, false, false, false, false, false])
            #expect(attributes[0]["values"] == [["key": "leak", "name": "漏水"], ["key": "dry", "name": "停水"]])
            #expect(attributes[2]["datatype_description"] == "厘米" && attributes[0]["datatype_description"] == .null)
            #expect(attributes[5]["description"] == "先关总阀")
            let xml = try await web.open("services/water.xml").text
            #expect(xml.contains("<values><value><key>leak</key><name>漏水</name></value>"))
            #expect(xml.contains("<datatype_description/>"))
        }
    }

    @Test func `errors are lists of code and description, in the writing that was asked for`() async throws {
        try await WebDistrict.withServices { web in
            for (path, status) in [
                ("services/parks", 404), ("services/none", 404), ("services.json?jurisdiction_id=elsewhere", 404),
                ("requests/20261122-000001", 404), ("tokens/none", 404), ("requests.json?start_date=yesterday", 400),
                ("requests.json?page=0", 400), ("requests.json?page_size=101", 400),
                ("requests.json?status=lost", 400), ("requests.json?service_code=parks", 404),
                ("requests.json?api_key=wrong", 403), ("requests.json?extensions=maybe", 400),
            ] {
                let asked = path.contains("?") ? path : path + ".json"
                let json = try await web.open(asked)
                #expect(json.status == status, "\(path): \(json.status)")
                #expect(json.requests.first?["code"]?.int.map { Int($0) } == status, "\(path)")
                #expect(json.requests.first?["description"]?.string?.isEmpty == false)
                #expect(json.header("Content-Type") == "application/json; charset=utf-8")
                let xml = try await web.open(asked.replacing(".json", with: ".xml"))
                #expect(xml.status == status && xml.header("Content-Type") == "text/xml; charset=utf-8")
                #expect(xml.text.contains("<errors><error><code>\(status)</code><description>"), "\(xml.text)")
            }
        }
    }

    @Test func `an empty parameter is none, and one that is not known is passed over`() async throws {
        try await WebDistrict.withServices { web in
            let number = try await web.fileOpen([("lat", ""), ("attribute[depth]", ""), ("email", "")])
            let empty =
                "?jurisdiction_id=&service_request_id=&service_code=&start_date=&end_date=&status=&page=&page_size="
                + "&extensions=&updated_after=&api_key=&colour=red"
            let answer = try await web.open("requests.json" + empty, as: "parks")
            #expect(answer.status == 200 && answer.numbers == [number])
            let code = web.city.configuration.code
            #expect(try await web.open("services.json?jurisdiction_id=\(code)").status == 200)
        }
    }

    @Test func `what a list does not say is not open`() async throws {
        try await WebDistrict.with { web in
            let services = try await web.open("services.json")
            let filed = try await web.form("requests.json", WebDistrict.request)
            #expect(services.json == [] && filed.status == 404)
        }
    }
}
