import CityIdentity
import TestSupport
import Testing

@Suite struct CASAnswerTests {
    private static let success = """
        <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>
          <cas:user> wang </cas:user><cas:attributes><cas:group>one &amp; two</cas:group><cas:group>办事处</cas:group>
          </cas:attributes></cas:authenticationSuccess></cas:serviceResponse>
        """

    private func answer(_ xml: String) -> CASAnswer? { CASAnswer(xml: Array(xml.utf8)) }

    @Test func `a success names the user and the attributes, whatever the prefix`() {
        let wanted = CASAnswer.success(user: "wang", attributes: ["group": ["one & two", "办事处"]])
        #expect(answer(Self.success) == wanted)
        let plain = Self.success.replacing("<cas:", with: "<").replacing("</cas:", with: "</")
        #expect(answer(plain.replacing("xmlns:cas", with: "xmlns")) == wanted)
        #expect(answer(plain) == nil)
    }

    @Test func `a failure says why`() {
        let xml = """
            <c:serviceResponse xmlns:c="http://www.yale.edu/tp/cas">
            <c:authenticationFailure code="INVALID_TICKET">no</c:authenticationFailure></c:serviceResponse>
            """
        #expect(answer(xml) == .failure(code: "INVALID_TICKET"))
    }

    @Test(arguments: [
        ("http://www.yale.edu/tp/cas", "http://evil.example/cas"),
        ("<cas:user> wang </cas:user>", ""),
        ("<cas:user> wang </cas:user>", "<cas:user>wang</cas:user><cas:user>root</cas:user>"),
        ("<cas:user> wang </cas:user>", "<cas:user>wa<cas:b>x</cas:b>ng</cas:user>"),
        ("<cas:user> wang </cas:user>", "<cas:user>  </cas:user>"),
        ("</cas:serviceResponse>", "<cas:authenticationFailure code=\"X\"/></cas:serviceResponse>"),
        ("</cas:serviceResponse>", ""), ("cas:serviceResponse", "cas:otherResponse"),
        ("<cas:serviceResponse", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><cas:serviceResponse"),
        ("<cas:user> wang </cas:user>", "<cas:user>&a;</cas:user>"),
        ("authenticationSuccess", "authenticationNothing"),
    ])
    func `what says two things, or nothing, or is not CAS's own, proves nothing`(_ old: String, _ new: String) {
        #expect(answer(Self.success.replacing(old, with: new)) == nil)
    }

    @Test func `a comment cuts no name short`() {
        let xml = Self.success.replacing(" wang ", with: "wang<!-- x -->.root")
        #expect(answer(xml) == .success(user: "wang.root", attributes: ["group": ["one & two", "办事处"]]))
    }

    @Test func `what is nested without end, or too long, is refused`() {
        let deep = String(repeating: "<a>", count: 5_000)
        #expect(answer(deep) == nil)
        #expect(answer(Self.success + String(repeating: " ", count: 70_000)) == nil)
    }

    @Test func `damaged answers are read or refused, and name nobody else`() {
        var random = Mangler(11)
        let tokens = [
            "<cas:user>", "</cas:user>", "<!--", "-->", "<![CDATA[", "]]>", "&#x0;", "<!DOCTYPE a []>", "&amp;",
        ]
        for _ in 0..<5_000 {
            guard case .success(let user, _)? = CASAnswer(xml: random.mangled(Array(Self.success.utf8), tokens: tokens))
            else { continue }
            #expect(!user.isEmpty && user.utf8.count <= 255)
        }
    }
}
