import Testing

/// Signing in by a form, as a browser without a script does it.
@Suite struct SignInPageTests {
    @Test func `whoever is not signed in is led to the form and back to where they wanted`() async throws {
        try await PageDistrict.with { pages in
            let asked = try await pages.get("/work?list=mine")
            #expect(asked.status == 303)
            #expect(asked.header("Location") == "/sign-in?next=%2Fwork%3Flist%3Dmine")
            let form = try await pages.get("/sign-in?next=%2Fwork%3Flist%3Dmine")
            #expect(form.status == 200)
            #expect(form.hidden("next") == "/work?list=mine")
            let sent = try await pages.post(
                "/sign-in",
                ["account": "desk", "password": PageDistrict.password, "next": "/work?list=mine"]
            )
            #expect(sent.status == 303)
            #expect(sent.header("Location") == "/work?list=mine")
            let cookie = try #require(sent.header("Set-Cookie"))
            #expect(cookie.contains("HttpOnly"))
            let work = try await pages.get("/work?list=mine", ["Cookie": String(cookie.prefix { $0 != ";" })])
            #expect(work.status == 200)
            #expect(work.text.contains("派单员甲"))
        }
    }

    @Test func `a wrong password keeps the account, and never the password`() async throws {
        try await PageDistrict.with { pages in
            let sent = try await pages.post("/sign-in", ["account": "de\"sk<b>", "password": "wrong-<i>"])
            #expect(sent.status == 401)
            #expect(sent.text.contains("role=\"alert\""))
            #expect(sent.text.contains("value=\"de&quot;sk&lt;b&gt;\""))
            #expect(!sent.text.contains("wrong-"))
        }
    }

    @Test func `another site's form signs nobody in, and does nothing`() async throws {
        try await PageDistrict.with { pages in
            let form = ["account": "desk", "password": PageDistrict.password]
            let foreign = try await pages.post("/sign-in", form, ["Sec-Fetch-Site": "cross-site"])
            #expect(foreign.status == 403)
            #expect(foreign.header("Set-Cookie") == nil)
            let session = try await pages.signIn()
            let headers = session.merging(["Origin": "https://other.example"]) { $1 }
            #expect(try await pages.post("/sign-out", [:], headers).status == 403)
            #expect(try await pages.get("/work", session).status == 200)
        }
    }

    @Test func `signed out, the session is over`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let out = try await pages.post("/sign-out", [:], session)
            #expect(out.status == 303)
            #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
            #expect(try await pages.get("/work", session).status == 303)
        }
    }

    @Test func `a chosen language stays, whatever the browser asks for`() async throws {
        try await PageDistrict.with { pages in
            #expect(try await pages.get("/sign-in").text.contains("<html lang=\"zh-CN\">"))
            #expect(try await pages.get("/sign-in", ["Accept-Language": "en"]).text.contains("<html lang=\"en\">"))
            let chosen = try await pages.post("/language", ["language": "en", "to": "/r"])
            #expect(chosen.header("Location") == "/r")
            let cookie = try #require(chosen.header("Set-Cookie")).prefix { $0 != ";" }
            let page = try await pages.get("/r", ["Cookie": String(cookie), "Accept-Language": "zh-CN"])
            #expect(page.text.contains("<html lang=\"en\">"))
            let elsewhere = try await pages.post("/language", ["language": "zh", "to": "//other.example"])
            #expect(elsewhere.header("Location") == "/")
        }
    }

    @Test func `a password that must be changed is changed first`() async throws {
        try await PageDistrict.with { pages in
            let session = try await pages.signIn()
            let differ = try await pages.post(
                "/password",
                ["old": PageDistrict.password, "new": "another-Cold-lake-11", "again": "other"],
                session
            )
            #expect(differ.status == 422)
            #expect(differ.text.contains("两次输入的新密码不一样"))
            let weak = try await pages.post(
                "/password",
                ["old": PageDistrict.password, "new": "short", "again": "short"],
                session
            )
            #expect(weak.status == 422)
            #expect(!weak.text.contains("short"))
            let good = try await pages.post(
                "/password",
                ["old": PageDistrict.password, "new": "另一湖水 warm-stone 42", "again": "另一湖水 warm-stone 42"],
                session
            )
            #expect(good.status == 303)
        }
    }
}
