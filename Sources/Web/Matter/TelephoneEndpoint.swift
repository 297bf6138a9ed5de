import Dispatcher
import HTTPTypes
import PGStore
import Workflow

/// Matters of a telephone (按电话查找): what somebody who calls has reported before.
enum TelephoneEndpoint {
    static let find = Endpoint(
        .post,
        "/api/v1/matters/of-telephone",
        id: "findByTelephone",
        tag: .matters,
        summary: Bilingual(
            zh: "同一电话的诉求，含已办结的；号码只写在请求体里，查到的每件都留下记录",
            en: """
                Matters of a telephone, ended ones, too; it stands in the body alone, and each that is found is written down as a \
                look at it
                """
        ),
        access: .scope(.readMatters),
        body: .object([
            .init(
                "phone",
                Shape.text(max: 40).noted(
                    zh: "电话，写法不拘：+86 138-0000-5678、（0471）6234567",
                    en: "the telephone, however it is written: +86 138-0000-5678, (0471) 6234567"
                )
            ),
            .optional("reason", Shape.text(max: 200).noted(zh: "为何查找，默认“按电话查找”", en: "why it is looked for")),
        ]).called("TelephoneSought"),
        answers: [
            .init(
                .ok,
                Bilingual(
                    zh: "最近的在前；您不能看联系方式的不列；is_more：只看了最近 \(MattersOfTelephone.most) 件",
                    en: """
                        the latest first, without those of which you may not see whom to reach; is_more: the latest \
                        \(MattersOfTelephone.most) were looked at
                        """
                ),
                body: .object([
                    .init("matters", .list(MatterShapes.line, max: MattersOfTelephone.most)), .init("is_more", .flag),
                ])
            )
        ],
        refusals: [.forbidden, .unprocessableContent, .tooManyRequests, .serviceUnavailable],
        repetition: .harmless(Bilingual(zh: "只读不改，每查一次记一次", en: "it changes nothing; each time is written down"))
    ) { call in
        let party = try await call.seated()
        guard let person = party.person, call.configuration.mayFindByTelephone(party) else {
            throw Fault.contactHidden
        }
        guard let telephone = Telephone.typed(call.body["phone"]?.string ?? "") else { throw Fault.badTelephone }
        try call.parts.bounds.seekTelephone(try call.person().identity)
        let look = Look(
            district: call.configuration.id,
            ticket: TicketID(0),
            person: person,
            via: try call.person().via,
            reason: call.body["reason"]?.string ?? "按电话查找",
            request: call.requestID
        )
        let found = try await call.engine.matters(
            ofTelephone: telephone,
            in: call.configuration,
            for: party,
            seen: look,
            from: call.address,
            as: Reader(party, in: call.configuration)
        )
        return call.json([
            "matters": .array(found.lines.compactMap { call.json($0, for: party) }), "is_more": .bool(found.isMore),
        ])
    }
}

extension Fault {
    /// Whom to reach is nothing for them.
    static let contactHidden = Fault(
        .forbidden,
        "contact_hidden",
        zh: "您不能查看诉求人的联系方式",
        en: "whom to reach is not for you to see"
    )

    /// What was typed is no telephone; it is not said again.
    fileprivate static let badTelephone = Fault(
        .unprocessableContent,
        "bad_telephone",
        zh: "电话应为 5 至 20 位数字，可有空格、短横、括号和 +86，不能有字母和其他字",
        en: "a telephone has 5 to 20 digits, with blanks, dashes, brackets and +86 as you like, and no letters"
    )
}
