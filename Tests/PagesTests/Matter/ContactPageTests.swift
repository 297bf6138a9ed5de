import Dispatcher
import PGStore
import TestSupport
import Testing
import Workflow

/// Whom to reach, on pages: asked for with a reason, and each look written down.
@Suite struct ContactPageTests {
    @Test func `who must speak with the resident is told the telephone, after saying why`() async throws {
        try await PageDistrict.with(passwordsOf: ["desk", "street"]) { pages in
            let session = try await pages.signIn("desk")
            let form = try await pages.get("/report", session)
            let sent = try await pages.post(
                "/report",
                [
                    "field[category]": "水务", "field[place]": "一社区", "field[text]": "漏水",
                    "field[contact_phone]": "13800000000", "field[contact_name]": "欧阳试验",
                    "key": try #require(form.hidden("key")),
                ],
                session
            )
            let number = String(try #require(sent.text.firstMatch(of: /<dd>(\d{8}-\d+)<\/dd>/)).1)
            let matter = try await pages.get("/matters/\(number)", session)
            #expect(matter.text.contains("href=\"/matters/\(number)/contact\""))
            #expect(!matter.text.contains("00000000") && !matter.text.contains("欧阳试验"))
            // Neither is it told by only opening the form.
            let asked = try await pages.get("/matters/\(number)/contact", session)
            #expect(asked.status == 200 && !asked.text.contains("00000000"))
            #expect(try await pages.city.engine.looks(in: pages.city.id).isEmpty)
            let unsaid = try await pages.post("/matters/\(number)/contact", ["note": "x"], session)
            #expect(unsaid.status == 422 && !unsaid.text.contains("00000000"))
            let shown = try await pages.post(
                "/matters/\(number)/contact",
                ["reason": "back", "note": "第二次"],
                session
            )
            #expect(shown.text.contains("<a href=\"tel:13800000000\">13800000000</a>"))
            #expect(shown.text.contains("欧阳试验"))
            #expect(try await pages.city.engine.looks(in: pages.city.id).map(\.look.reason) == ["回访核实：第二次"])
            // Who does not speak with them sees stars, and no link that dials them.
            let street = try await pages.signIn("street")
            let masked = try await pages.post("/matters/\(number)/contact", ["reason": "other"], street)
            #expect(masked.text.contains("138****0000") && !masked.text.contains("tel:"))
            #expect(try await pages.city.engine.looks(in: pages.city.id).count == 1)
        }
    }
}
