import Foundation
import Testing

/// The map on tiles that somebody has named in the settings.
@Suite struct MapGroundTests {
    private static let curl = "/usr/bin/curl"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: curl), "skipped: no curl"))
    func `the map's page names the tiles of the settings, and lets their hosts in`() async throws {
        let city = try await SharedCity.city
        let told = try #require(city.up.errors.firstMatch(of: /the API: (http:\S+)/))
        let password = try #require(city.up.errors.firstMatch(of: /([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})/))
        var browser = city.workplace
        browser.program = Self.curl
        let form = "account=liutingduty&password=\(password.1)"
        let page = try await browser.run(
            [
                "-s", "-i", "-L", "-b", "", "-d", form, "\(told.1)/sign-in", "--next", "-s", "-i", "-b", "",
                "\(told.1)/map",
            ]
        ).output
        // One cookie engine for both: what signing in gave is shown by the second.
        #expect(
            page.contains("img-src 'self' https://one.example http://two.example:81 data: blob:"),
            "\(page.prefix(3_000))"
        )
        #expect(page.contains("data-attribution=\"审图号 7\"") && page.contains("data-zoom=\"16\""))
        #expect(page.contains("https://one.example/{z}/{x}/{y}&quot;,&quot;http://two.example:81/t?z={z}&amp;x={x}"))
        #expect(page.contains("柳汀街道") && page.contains("竹影社区"))
    }
}
