import Dispatcher
import PGStore
import Workflow

/// A rule of law or policy that the product stays within: where it is written, what in the product shows it, and what
/// of a product goes against it.
struct Law: Sendable {
    let rule: String
    let source: String
    let shownBy: String
    /// What goes against it; none: nothing does.
    let violations: @Sendable (Product) throws -> [String]
    /// A product that breaks it: the test of the test.
    let broken: @Sendable (Product) throws -> Product
}

extension Law {
    static let all: [Law] = evidence + scoring + duties + residents + periods

    private static let council2026 = "国办函〔2026〕12号"
    private static let hotline2025 = "国办 2025 年 12345 热线意见"
    private static let dutyList = "《关于全面建立乡镇(街道)履行职责事项清单的意见》"

    /// Words for what would be a picture, or where somebody stands.
    private static let pictures = [
        "photo", "picture", "video", "location", "gps", "track", "照片", "拍照", "图片", "录像", "视频", "定位", "轨迹",
    ]
    /// Words for what would score a person.
    private static let scores = [
        "score", "point", "online", "attendance", "rank_of_staff", "积分", "打分", "计分", "打卡", "考勤", "在线时长", "排名", "排行",
    ]

    private static func has(_ words: [String], _ marks: [String]) -> Bool {
        words.contains { word in marks.contains { word.lowercased().contains($0) } }
    }

    private static let evidence = [
        Law(
            rule: "照片、位置不作硬性要求 no act demands a photo or a location",
            source: council2026,
            shownBy: "`needs` of every act; the field `evidence` is a text",
            violations: { product in
                product.definitions.flatMap { definition in
                    definition.actions.flatMap { act, action in
                        action.needs.filter { field in
                            let title = definition.fields[field]?.title
                            return has([field.text, title?.zh ?? "", title?.en ?? ""], pictures)
                        }.map { "\(definition.name).\(act) needs \($0)" }
                    }
                        + definition.fields.filter { $0.key == "evidence" && !$0.value.form.isWords }.map {
                            "\($0.key) is no text"
                        }
                }
            },
            broken: {
                try $0.with("fields.photo", ["title": ["zh": "现场照片", "en": "Photo"], "form": "flag"]).with(
                    "actions.submit_result.needs",
                    ["outcome", "text", "photo"]
                )
            }
        ),
        Law(
            rule: "取证须写明必要性、经区里批准，并接受文字说明 proof names its necessity and approval, and a written account will do",
            source: council2026,
            shownBy: "`EvidenceRule`, `whistle directory check`",
            violations: { product in
                product.rules.flatMap { rule -> [String] in
                    guard let evidence = rule.evidence else { return [] }
                    return (evidence.fault.map { ["\(rule.id): \($0.rawValue)"] } ?? [])
                        + (evidence.accepted.contains(.account) ? [] : ["\(rule.id): takes no account"])
                } + (try product.findings().filter { $0.contains("evidence_") })
            },
            broken: { product in
                product.with(rule: 0) {
                    $0.with(evidence: EvidenceRule(asked: [.photo], necessity: "", approval: "区里"))
                }
            }
        ),
    ]

    private static let scoring = [
        Law(
            rule: "不以打卡、在线时长、积分考核人员 nobody is scored by check-ins, online time or points",
            source: council2026,
            shownBy: "no field, act, clock or count of a definition does",
            violations: { product in product.definitions.flatMap(\.named).filter { has($0.words, scores) }.map(\.what)
            },
            broken: { try $0.with("actions.note.effects", [["count": "points"]]) }
        ),
        Law(
            rule: "报到由吹哨方登记 who comes is entered by the host, and nobody clocks in",
            source: council2026,
            shownBy: "task `check_in` is by the desk alone",
            violations: { product in
                let by = product.task.actions["check_in"]?.by.map(\.relation) ?? []
                return by == [.desk] ? [] : ["check_in by \(by)"]
            },
            broken: { product in
                var copy = product
                copy.task = product.issue
                return copy
            }
        ),
        Law(
            rule: "单位按目录序或分档，不按数量排名 units stand in the order of the directory, never by a count",
            source: hotline2025,
            shownBy: "no statement of the program orders rows by a number that it counts",
            violations: { product in
                product.orderings.filter { line in
                    // The latest first is no ranking: a log by its number, a post by its day; nor is the most urgent ticket.
                    let order = line.drop { $0 != "O" }.lowercased()
                        .replacing(/\b(id|\w*\.?(since|lamp|urgent)|\w+_at) desc/, with: "")
                    return ["count(", "sum(", "avg(", " desc", "rank("].contains { order.contains($0) }
                }
            },
            broken: { product in
                var copy = product
                copy.orderings.append("X.swift: SELECT lead_id FROM ticket GROUP BY lead_id ORDER BY count(*) DESC")
                return copy
            }
        ),
    ]
}

extension FieldDefinition.Form {
    fileprivate var isWords: Bool {
        guard case .words = self else { return false }
        return true
    }
}

extension DirectoryRule {
    /// The same rule with another lead, duty or evidence.
    func with(lead: UnitID? = nil, duty: Duty? = nil, evidence: EvidenceRule? = nil) -> DirectoryRule {
        DirectoryRule(
            id: id,
            category: category,
            place: place,
            attributes: attributes,
            lead: lead ?? self.lead,
            coHandlers: coHandlers,
            limits: limits,
            duty: duty ?? self.duty,
            evidence: evidence ?? self.evidence,
            source: source
        )
    }
}

extension Law {
    // MARK: - Whose duty

    private static let duties = [
        Law(
            rule: "上级收回的事项不派到街道 what the law has taken back is never sent to a street",
            source: dutyList,
            shownBy: "`whistle directory check` (reclaimed_to_base, reclaimed_undone)",
            violations: { product in
                let found = try product.findings().filter { $0.hasPrefix("reclaimed_") }
                let isThere = product.rules.contains { $0.duty == .reclaimed }
                return found + (isThere ? [] : ["the sample shows none"])
            },
            broken: { product in
                let street = product.city.configuration.territory.all.first { $0.kind == "street" }
                let index = product.rules.firstIndex { $0.duty == .reclaimed } ?? 0
                return product.with(rule: index) { $0.with(lead: street?.id, duty: .reclaimed) }
            }
        ),
        Law(
            rule: "部门职责不下推基层 a department's own matter is never sent down",
            source: "\(hotline2025)；\(dutyList)",
            shownBy: "guard `duty: [basic]` of `send_down`",
            violations: { product in
                product.definitions.flatMap { definition in
                    definition.actions.filter { act, action in
                        let sendsDown = definition.effects(of: act).contains {
                            if case .sendDown = $0 { true } else { false }
                        }
                        return sendsDown && !action.guards.contains(.duty([.basic]))
                    }.map { "\(definition.name).\($0.key)" }
                }
            },
            broken: { try $0.with("actions.send_down.guards", [["below_desk": "unit_below"]]) }
        ),
        Law(
            rule: "首接负责 until another signs, the first stays responsible",
            source: hotline2025,
            shownBy: "`accept_return` binds; `sign`, an arbiter, and the end of a whistle that others answered release",
            violations: { product in
                let issue = product.issue
                let isBound = issue.effects(of: "accept_return").contains(.bind)
                let freed = issue.actions.keys.filter { issue.effects(of: $0).contains(.release) }.sorted()
                return (isBound ? [] : ["accept_return frees"])
                    + freed.filter { !["arbitrate", "end_whistle", "sign"].contains($0) }.map { "\($0) frees" }
            },
            broken: { try $0.with("actions.accept_return.effects", ["dismiss_lead"]) }
        ),
        Law(
            rule: "异议由上一级裁定 an objection is ruled by the level above",
            source: hotline2025,
            shownBy: "`arbitrate`, `uphold`, `excuse` are by `above` alone",
            violations: { product in
                let acts =
                    [(product.issue, "arbitrate"), (product.task, "uphold"), (product.task, "excuse")]
                    as [(WorkflowDefinition, ActionName)]
                return acts.filter { $0.0.actions[$0.1]?.by.map(\.relation) != [.above] }.map { "\($0.1)" }
            },
            broken: { try $0.with("actions.arbitrate.by", ["above", "desk"]) }
        ),
        Law(
            rule: "核查、回访不由承办人 who verifies or calls back is not who handled",
            source: "办理与监督分离（12345 工单办理惯例）",
            shownBy: "guard `other_than: handler`",
            violations: { product in
                let acts: [ActionName] = ["verify", "send_back", "call_back", "approve_answer"]
                return acts.filter { product.issue.actions[$0]?.guards.contains(.otherThan("handler")) != true }.map(
                    \.text
                )
            },
            broken: { try $0.with("actions.call_back.guards", []) }
        ),
    ]

    // MARK: - What the resident is owed

    private static let residents = [
        Law(
            rule: "不予受理须告知法定途径 declining tells the lawful route",
            source: "《信访工作条例》；\(hotline2025)",
            shownBy: "`decline` needs `reason` and `route`, and tells the resident",
            violations: { product in
                let needs = product.issue.actions["decline"]?.needs ?? []
                return ["reason", "route"].filter { !needs.contains($0) }.map { "without \($0)" }
                    + (product.issue.tells(.resident, in: "decline") ? [] : ["in silence"])
            },
            broken: { try $0.with("actions.decline.needs", ["reason"]) }
        ),
        Law(
            rule: "延期、挂账、终止均告知诉求人 the resident is told of extension, parking and termination",
            source: hotline2025,
            shownBy: "`tell: resident` of each",
            violations: { product in
                let acts: [ActionName] = [
                    "grant_extension", "grant_parking", "renew_parking", "lapse", "resume", "terminate", "close",
                ]
                return acts.filter { !product.issue.tells(.resident, in: $0) }.map(\.text)
            },
            broken: { try $0.with("actions.renew_parking.effects", [["restart": "parking"]]) }
        ),
        Law(
            rule: "个人信息最小化：工单与事件不留联系方式 a contact is kept apart; ticket and event hold no more than a digest",
            source: "《个人信息保护法》第六条、第五十一条",
            shownBy: "contact fields have the form `contact`; no text is kept; `Event.payload`",
            violations: { product in
                product.definitions.flatMap { definition in
                    definition.fields.filter { name, field in
                        let isContact = name.text.hasPrefix("contact_") && name != "contacted_by"
                        let isApart: Bool = if case .contact = field.form { true } else { false }
                        return (isContact && !isApart) || (isApart && field.keep)
                    }.map { "\(definition.name) fields.\($0.key)" }
                }
            },
            broken: { try $0.with("fields.contact_phone.form", "words") }
        ),
    ]

    // MARK: - Periods

    private static let periods = [
        Law(
            rule: "期间自次日起算，末日为休息日的顺延，截止于办公时间结束 periods in days begin the next day and end with a working day",
            source: "《民法典》第二百条至第二百零四条",
            shownBy: "`WorkCalendar.deadline`; the office calendar",
            violations: { product in
                // Friday 2 January 2026, 10:00 in Shanghai: 1 to 3 January are days off, Sunday the 4th is worked.
                let friday = Instant(seconds: 1_767_319_200)
                let wanted: [(String, Int64)] = [("1wd", 1_767_520_800), ("2wd", 1_767_607_200), ("1d", 1_767_520_800)]
                let calendar = product.calendar
                return try wanted.filter {
                    calendar.deadline(after: try Limit($0.0), from: friday).due != Instant(seconds: $0.1)
                }
                .map { "\($0.0) ends \(calendar.local(calendar.deadline(after: try Limit($0.0), from: friday).due))" }
            },
            broken: { product in
                var copy = product
                copy.calendar = try .alwaysOpen()
                return copy
            }
        )
    ]
}
