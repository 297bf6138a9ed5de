import Messaging
import Outward
import Testing
import Workflow

/// The file of channels: what is right is read, and of what is wrong everything is said, with its place.
@Suite struct ChannelBookTests {
    static let whole = """
        language: zh
        link: https://pai.example.gov.cn/matters/${number}
        keep_days: 400
        secrets:
          sms: {env: SMS_TOKEN}
          water: {file: /secrets/water}
          water_sign: {env: WATER_SIGN}
        gateways:
          sms:
            url: https://sms.example.cn/send?app=${secret.sms}
            headers: {authorization: "Bearer ${secret.sms}"}
            body: {json: {mobile: "${phone}", template: "${template}", params: "${parameters}", ref: "${id}"}}
            templates:
              letter: {id: SMS_1, parameters: [number, category, deadline]}
              digest: {id: SMS_2, parameters: [count, pressing]}
              resident/accept: {id: SMS_3, parameters: [number]}
            accepted: {at: code, is: [OK]}
            limited: {at: code, is: [isv.BUSINESS_LIMIT_CONTROL]}
            refused: {at: code, is: [isv.MOBILE_NUMBER_ILLEGAL]}
            receipt: data.0.id
            per_minute: 600
            timeout: 5
          voice:
            form: voice
            url: https://voice.example.cn/call
            body: {form: {to: "${phone}", say: "${text}"}}
            templates: {duty: {text: "${unit} ${number}"}}
        robots:
          water: {kind: dingtalk, url: "${secret.water}", secret: water_sign, units: [W]}
        mail:
          server: smtps://mail.example.cn:465
          user: whistle
          password: sms
          from: whistle@example.cn
          units: {W: [office@water.example.cn]}
        duty_phone:
          gateway: voice
          clocks: [sign, answer]
          units: {W: "029-8888 0110"}
          every: 5
          times: 4
        """
    static let secrets = BookSecrets.test(
        ["SMS_TOKEN": "geheim", "WATER_SIGN": "SEC1"],
        files: ["/secrets/water": .success("https://robot.example.cn/send?key=1\n"), "/secrets/open": .failure(.open)]
    )

    @Test func `a whole file is read, its secrets filled in`() throws {
        let book = try ChannelBook(yaml: Self.whole, secrets: Self.secrets)
        #expect(book.gateways.map(\.name) == ["sms", "voice"])
        #expect(book.gateways[0].templates["letter"]?.parameters == [.number, .category, .deadline])
        #expect(book.gateways[0].secrets["sms"] == "geheim")
        #expect(book.robots.map(\.url) == ["https://robot.example.cn/send?key=1"])
        #expect(book.robots.first?.secret == "SEC1")
        #expect(book.mail?.units["W"] == ["office@water.example.cn"])
        #expect(book.mail?.mustEncrypt == true)
        #expect(book.duty?.units["W"] == "02988880110")
        #expect(book.duty?.every == .seconds(300) && book.duty?.times == 4)
    }

    @Test(arguments: [
        ("language: zh", "language: fr", "unknown_word", "language"),
        ("language: zh", "lingua: zh", "unknown_key", "lingua"),
        ("link: https", "link: gopher", "bad_address", "link"),
        ("keep_days: 400", "keep_days: 30", "bad_number", "keep_days"),
        ("{env: SMS_TOKEN}", "{env: OTHER}", "secret_missing", "secrets.sms"),
        ("{env: SMS_TOKEN}", "geheim", "wrong_type", "secrets.sms"),
        ("{env: SMS_TOKEN}", "{}", "bad_secret", "secrets.sms"),
        ("/secrets/water", "/secrets/open", "secret_open", "secrets.water"),
        ("/secrets/water", "/secrets/none", "secret_missing", "secrets.water"),
        ("Bearer ${secret.sms}", "Bearer ${secret.smms}", "unknown_secret", "gateways.sms.headers.authorization"),
        ("mobile: \"${phone}\"", "mobile: \"${fone}\"", "unknown_place", "gateways.sms.body.json.mobile"),
        (
            "[number, category, deadline]", "[number, name]", "unknown_parameter",
            "gateways.sms.templates.letter.parameters[1]"
        ),
        ("resident/accept", "residents/accept", "unknown_word", "gateways.sms.templates.residents/accept"),
        ("\"${unit} ${number}\"", "\"${unit} ${name}\"", "unknown_place", "gateways.voice.templates.duty.text"),
        ("receipt: data.0.id", "receit: data.0.id", "unknown_key", "gateways.sms.receit"),
        ("form: voice", "form: fax", "unknown_word", "gateways.voice.form"),
        ("accepted: {at: code, is: [OK]}", "accepted: {at: code}", "missing_key", "gateways.sms.accepted.is"),
        ("kind: dingtalk", "kind: slack", "unknown_word", "robots.water.kind"),
        ("\"${secret.water}\"", "https://robot.example.cn/?key=1", "secret_inside", "robots.water.url"),
        ("secret: water_sign", "secret: other", "unknown_secret", "robots.water.secret"),
        ("  water: {kind", "  sms: {kind", "bad_name", "robots.sms"),
        ("  water: {kind", "  webhook1: {kind", "bad_name", "robots.webhook1"),
        ("smtps://mail", "https://mail", "bad_address", "mail.server"),
        ("from: whistle@example.cn", "from: \"a@b>\"", "bad_address", "mail.from"),
        ("gateway: voice", "gateway: phone", "unknown_gateway", "duty_phone.gateway"),
        ("gateway: voice", "gateway: sms", "missing_template", "duty_phone.gateway"),
        ("\"029-8888 0110\"", "none", "bad_address", "duty_phone.units.W"),
        ("times: 4", "times: 0", "bad_number", "duty_phone.times"),
    ])
    func `what is wrong is said with its place and a code`(_ old: String, _ new: String, _ code: String, _ path: String)
        throws
    {
        let text = Self.whole.replacing(old, with: new)
        #expect(text != Self.whole)
        let problems = #expect(throws: Problems.self) { try ChannelBook(yaml: text, secrets: Self.secrets) }
        #expect(problems?.all.contains(where: { $0.code == code && $0.path == path }) == true, "\(problems?.all ?? [])")
    }

    @Test func `all that is wrong is said at once, and no secret with it`() throws {
        let text = Self.whole.replacing("kind: dingtalk", with: "kind: slack").replacing("times: 4", with: "times: 0")
        let problems = #expect(throws: Problems.self) { try ChannelBook(yaml: text, secrets: Self.secrets) }
        #expect(problems?.all.map(\.code) == ["unknown_word", "bad_number"])
        let said = "\(problems?.all ?? [])"
        #expect(said.contains("geheim") == false)
        let broken = #expect(throws: Problems.self) { try ChannelBook(yaml: "a: [", secrets: Self.secrets) }
        #expect(broken?.all.map(\.code) == ["bad_yaml"])
    }
}
