import CityIdentity
import Foundation
import TestSupport
import Testing
import Workflow

@Suite struct ClaimSetTests {
    @Test func `a claim is found by its path, and a name with dots in itself goes first`() throws {
        let text = #"{"a":{"b":["x","y"]},"a.b":"whole","number":7,"fraction":1.5,"empty":"","none":null}"#
        let claims = try #require(ClaimSet(json: Array(text.utf8)))
        #expect(claims.texts("a.b") == ["whole"])
        #expect(claims.text("number") == "7")
        #expect(claims.text("fraction") == "1.5")
        #expect(claims.text("empty") == nil)
        #expect(claims.texts("none").isEmpty)
        #expect(claims["a"]?["b"]?.array?.count == 2)
        #expect(claims.text("a.c.d") == nil)
    }

    @Test func `of a list of several nobody guesses which one is meant`() throws {
        let claims = try #require(ClaimSet(json: Array(#"{"id":["a","b"],"one":["a"]}"#.utf8)))
        #expect(claims.text("id") == nil)
        #expect(claims.text("one") == "a")
    }

    @Test(arguments: ["", "[]", "7", "\"x\"", "{", "{\"a\":}", "null"])
    func `what is no object is none`(_ text: String) {
        #expect(ClaimSet(json: Array(text.utf8)) == nil)
    }

    @Test func `what is too long or too deep is refused`() {
        let deep = String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)
        #expect(ClaimSet(json: Array(deep.utf8)) == nil)
        #expect(ClaimSet(json: Array("{\"a\":\"\(String(repeating: "x", count: 70_000))\"}".utf8)) == nil)
    }

    @Test func `random bytes are read or refused, never more`() {
        var random = Mangler(5)
        let sample = Array(#"{"sub":"u1","groups":["a","b"],"exp":1.7e9,"n":{"x":[1,2,{"y":null}]}}"#.utf8)
        for _ in 0..<2_000 {
            let bytes = random.mangled(sample, tokens: ["{", "[", "\"", "\\u0000", "1e999", "null"])
            // Whatever it is, it answers.
            _ = ClaimSet(json: bytes)?.texts("groups")
        }
    }
}
