import Dispatcher
import Foundation
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension ResidentEndpoints {
    static let challenge = Endpoint(
        .get,
        "/api/v1/public/challenge",
        id: "takeChallenge",
        tag: .residents,
        summary: Bilingual(
            zh: "一道验证题：图片中的五个字母，或一道文字算术题；只能答一次",
            en: "A challenge: five letters in a picture, or a small sum in words; it can be answered once"
        ),
        access: .anybody,
        parameters: [
            Parameter(
                "form",
                in: .query,
                .word(["picture", "words"]),
                zh: "picture（默认）或 words，供读屏使用",
                en: "picture, if not given, or words for screen readers"
            )
        ],
        answers: [.init(.ok, Bilingual(zh: "一道题", en: "a challenge"), body: ResidentShapes.challenge)],
        refusals: [.tooManyRequests]
    ) { call in
        let form: Challenge.Form = call.text("form") == "words" ? .words : .picture
        let now = try await call.now()
        let (challenge, token) = try await call.admitted {
            try await call.residents.challenge(form, in: call.configuration.id, from: call.address, at: now)
        }
        return call.json([
            "token": .string(token), "form": .string("\(form)"), "picture": .orNull(challenge.picture),
            "question": .string(challenge.question(call.language)),
            "expires_at": .string(Instant(seconds: challenge.end).description),
        ])
    }
}

extension Challenge {
    /// The picture as an address that a page can show; nil where there is none.
    fileprivate var picture: String? {
        switch form {
        case .picture:
            "data:image/png;base64," + Data(ChallengePicture(answer, seed: drawing).png).base64EncodedString()
        case .words: nil
        }
    }

    /// What is asked.
    fileprivate func question(_ language: Language) -> String {
        switch form {
        case .picture: Bilingual(zh: "请输入图中的五个字母或数字", en: "type the five letters or digits of the picture")(language)
        case .words:
            Bilingual(
                zh: "\(Self.chinese(terms.0))加\(Self.chinese(terms.1))等于几？请用数字回答",
                en: "What is \(Self.english(terms.0)) plus \(Self.english(terms.1))? Answer in digits"
            )(language)
        }
    }

    /// A number below a hundred in words.
    private static func chinese(_ number: Int) -> String {
        let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        guard number >= 10 else { return digits[number] }
        return (number >= 20 ? digits[number / 10] : "") + "十" + digits[number % 10]
    }

    private static func english(_ number: Int) -> String {
        let small = [
            "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
        let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        guard number >= 20 else { return small[number] }
        return tens[number / 10] + (number % 10 == 0 ? "" : "-" + small[number % 10])
    }
}
