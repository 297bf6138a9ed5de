import Dispatcher
import HTTPTypes
import Hummingbird
import PGStore
import Workflow

extension DirectoryEndpoints {
    static let adopt = Endpoint(
        .post,
        "/api/v1/directory/rulings",
        id: "adoptRuling",
        tag: .directory,
        summary: Bilingual(
            zh: "裁定入目录：把一件诉求的裁定写成规则；全区系统管理员。同一件再发一次，结果不变",
            en: """
                Make a ruling on a matter a rule of the directory: the district's system administrator's; the same again \
                changes nothing
                """
        ),
        access: .scope(.writeConfiguration),
        parameters: [ImportEndpoints.trial, ImportEndpoints.revision],
        body: .object([
            .init("number", .number),
            .optional(
                "place",
                Shape.text(max: 100).noted(zh: "规则适用的地方，默认派单单位的辖区", en: "for which ground; the desk's if not given")
            ),
        ]).called("RulingToAdopt"),
        answers: [.init(.ok, Bilingual(zh: "写入的规则", en: "the rule"), body: adopted)],
        refusals: [.forbidden, .conflict, .preconditionFailed, .unprocessableContent, .serviceUnavailable]
    ) { call in
        try await call.requireSystemAdministrator()
        let (configuration, isTrial) = (call.configuration, call.flag("dry_run"))
        let place = try call.body["place"]?.string.map { code throws(Fault) in try call.unit(code) }
        let ruling = try await call.ruling(at: place)
        guard ruling.findings.isEmpty else {
            let words = ruling.findings.prefix(5)
            throw Fault(
                .conflict,
                "directory_findings",
                zh: "写入后目录会有问题：\(words.map(\.message.zh).joined(separator: "；"))",
                en: "the directory would have findings: \(words.map(\.message.en).joined(separator: "; "))"
            )
        }
        if !isTrial {
            do {
                try await call.engine.adopt(ruling, in: configuration.id, by: call.writer())
            } catch let error as ImportError {
                throw Fault(error)
            }
        }
        return call.json([
            "rule": .string(ruling.row.rule), "category": .string(ruling.row.category),
            "place": .orNull(ruling.row.placeCode), "lead": .string(ruling.row.leadCode), "is_trial": .bool(isTrial),
        ])
    }

    static let revoke = Endpoint(
        .delete,
        "/api/v1/directory/rulings/{ruling}",
        id: "revokeRuling",
        tag: .directory,
        summary: Bilingual(
            zh: "撤掉由裁定写成的规则；全区系统管理员",
            en: "Take a rule that came of a ruling away again: the district's system administrator's"
        ),
        access: .scope(.writeConfiguration),
        parameters: [
            Parameter(
                "ruling",
                in: .path,
                .text(max: 100),
                zh: "裁定的工单编号：规则“ruling/编号”的后一半",
                en: "the number of the matter: the latter half of the rule's id, “ruling/NUMBER”"
            ),
            ImportEndpoints.revision,
        ],
        answers: [.init(.noContent, Bilingual(zh: "已撤掉", en: "gone"))],
        refusals: [.forbidden, .notFound, .preconditionFailed, .serviceUnavailable]
    ) { call in
        try await call.requireSystemAdministrator()
        let rule = DirectoryRule.rulingPrefix + (call.text("ruling") ?? "")
        do {
            guard try await call.engine.revoke(rule: rule, in: call.configuration.id, by: call.writer()) else {
                throw Fault(
                    .notFound,
                    "unknown_ruling",
                    zh: "没有由裁定写成的规则“\(rule)”",
                    en: "no rule “\(rule)” came of a ruling"
                )
            }
        } catch let error as ImportError {
            throw Fault(error)
        }
        return call.nothing()
    }

    private static let adopted = Shape.object([
        .init("rule", .text(max: 200)), .init("category", .text(max: 200)), .init("place", Shape.text(max: 100).orNull),
        .init("lead", .text(max: 100)), .init("is_trial", .flag),
    ]).called("AdoptedRuling")
}

extension Call {
    /// The rule that follows from the ruling on the matter of the body.
    ///
    /// - Throws: `Fault` where there is no ruling, or it is not meant for the directory.
    fileprivate func ruling(at place: Workflow.Unit?) async throws -> Ruling {
        let typed = body["number"]?.string ?? ""
        guard let number = TicketNumber(typed),
            let dossier = try await engine.dossier(number.id, in: configuration.id),
            number.names(dossier.ticket, calendar: configuration.calendars.standard)
        else { throw Fault(.unprocessableContent, "unknown_ticket", Fault.unknownTicket(typed).message) }
        do {
            return try Ruling(dossier, place: place, configuration)
        } catch let fault as Ruling.Fault {
            throw switch fault {
            case .notRuled:
                Fault(.unprocessableContent, "not_ruled", zh: "这件没有裁定过由谁主办", en: "nobody has ruled who leads it")
            case .notMeant:
                Fault(
                    .unprocessableContent,
                    "ruling_not_for_directory",
                    zh: "裁定时没有要求写入派单目录",
                    en: "the arbiter did not want it in the directory"
                )
            case .elsewhere:
                Fault(
                    .unprocessableContent,
                    "ruling_elsewhere",
                    zh: "诉求的地点不在那里",
                    en: "the matter's place is not on that ground"
                )
            }
        }
    }
}
