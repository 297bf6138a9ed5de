import Testing

@testable import Pages

/// What browsers call themselves, in words.
@Suite struct BrowserNameTests {
    @Test(
        arguments: [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36",
                "Chrome · Windows"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0",
                "Edge · Windows"
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox · Linux"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1",
                "Safari · iPhone"
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/86.0 Mobile Safari/537.36 MicroMessenger/8.0",
                "WeChat · Android"
            ),
            ("curl/8.5.0", "curl"),
        ]
    )
    func `the most particular name counts`(_ agent: String, _ text: String) {
        #expect(BrowserName(agent).text == text)
    }

    @Test func `of what nothing is known nothing is said`() {
        #expect(BrowserName("").text == nil && BrowserName("own program 1.0").text == nil)
    }
}
