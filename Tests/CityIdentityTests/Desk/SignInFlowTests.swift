import CityIdentity
import TestSupport
import Testing

@Suite struct SignInFlowTests {
    @Test(arguments: ["/", "/matters?open=1", "/a/b#c", "/.", "/%2F%2Fevil.example", "/x//y"])
    func `a path of this site may be gone back to`(_ path: String) {
        #expect(SignInFlow.isOwnPath(path))
    }

    @Test(arguments: [
        "", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)",
        "evil.example", "/\t/evil.example", "/\n/evil.example", "/a b", "\u{A0}//evil.example", "/\r\nSet-Cookie: a=b",
        "/x\\..\\y", "/é", " /", "@evil.example",
    ])
    func `what could lead elsewhere is none`(_ path: String) {
        #expect(!SignInFlow.isOwnPath(path))
    }

    @Test func `nothing that is too long`() {
        #expect(!SignInFlow.isOwnPath("/" + String(repeating: "a", count: 500)))
    }
}
