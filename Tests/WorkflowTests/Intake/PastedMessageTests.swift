import TestSupport
import Testing
import Workflow

/// What a message from a group says of a matter.
@Suite struct PastedMessageTests {
    static let territory: UnitTree = {
        func unit(_ id: Int64, _ kind: UnitKind, _ name: String, _ parent: Int64?) -> Workflow.Unit {
            Unit(id: UnitID(id), code: "u\(id)", kind: kind, name: name, parent: parent.map { UnitID($0) })
        }
        let units = [
            unit(1, "street", "柳汀街道", nil), unit(2, "community", "竹影社区", 1), unit(3, "compound", "霁月苑", 2),
            unit(4, "building", "霁月苑1号楼", 3), unit(5, "building", "霁月苑11号楼", 3),
            unit(6, "stairwell", "霁月苑1号楼一单元", 4), unit(7, "stairwell", "霁月苑1号楼二单元", 4),
            unit(8, "compound", "半夏园", 2), unit(9, "building", "半夏园1号楼", 8), unit(10, "community", "荷风社区", 1),
            unit(11, "compound", "藕花里", 10), unit(12, "building", "藕花里1栋", 11), unit(13, "building", "藕花里3栋", 11),
            unit(14, "compound", "老针织厂宿舍（三无）", 10), unit(15, "grid", "藕花里第1网格", 11), unit(16, "department", "水务局", nil),
        ]
        guard let tree = try? UnitTree(units) else { preconditionFailure("the units make no tree") }
        return tree
    }()

    static let categories: Set<String> = [
        "市容环卫", "市容环卫/垃圾清运", "市容环卫/暴露垃圾", "市政设施", "市政设施/路灯", "市政设施/井盖", "安全隐患", "安全隐患/电梯",
    ]

    static func read(_ text: String, posts: [Int64] = [], now: String = "2026-11-21T09:30:00") -> PastedMessage {
        let list = try? CategoryList([
            CategoryEntry(
                document: [
                    "category": "市政设施/路灯", "code": "light", "title": ["zh": "路灯不亮", "en": "Street light"],
                    "keywords": ["灯", "light"],
                ]
            )
        ])
        guard let list, let local = LocalDateTime(now) else { preconditionFailure("no list, or no time") }
        let calendar = CalendarSamples.office
        return PastedMessage(
            text,
            in: .init(
                territory: territory,
                kinds: ["stairwell", "building", "grid", "compound", "community", "street"],
                posts: posts.map { UnitID($0) },
                categories: categories,
                list: list,
                calendar: calendar,
                now: calendar.instant(local)
            )
        )
    }

    @Test(
        arguments: [
            ("霁月苑1号楼漏水", [], 4), ("霁月苑 11号楼 漏水", [], 5), ("霁月苑１１栋", [], 5), ("霁月苑十一幢门口", [], 5), ("霁月苑1#2单元停水", [], 7),
            ("竹影社区霁月苑1号楼一单元", [], 6), ("藕花里三栋", [], 13), ("藕花里1号网格", [], 11), ("藕花里第一网格", [], 15),
            // Neighbours say less.
            ("1栋二单元的灯坏了", [3], 7), ("11号楼的灯坏了", [3], 5), ("3号楼的灯坏了", [], nil), ("3号楼的灯坏了", [10], 13),
            ("2单元的灯坏了", [3], nil), ("竹影那边", [2], 2), ("竹影那边", [10], nil), ("老针织厂宿舍门口", [10], 14),
            // What is named in full counts before what lies near.
            ("藕花里 1号楼", [3], 12), ("半夏园1号楼", [3], 9),
            // Two buildings: the community alone is sure.
            ("竹影社区1号楼", [], 2), ("1号楼", [2], nil), ("霁月苑1号楼和半夏园1号楼", [], nil), ("柳汀街道的霁月苑和藕花里", [], 1),
            ("水务局", [], nil), ("", [], nil), ("停水了", [2], nil),
        ] as [(String, [Int64], Int64?)]
    )
    func `the lowest unit that is named is the place`(_ text: String, _ posts: [Int64], _ place: Int64?) {
        #expect(Self.read(text, posts: posts).place?.id.rawValue == place)
    }

    @Test(
        arguments: [
            ("联系电话13800000000，谢谢", "13800000000"), ("找 138 0000 0000", "138 0000 0000"),
            ("+86 13800000000", "+86 13800000000"),
            ("打(0471) 6234567", "(0471) 6234567"), ("１３８００００００００", "１３８００００００００"), ("电话6234567", "6234567"),
            ("身份证110101199003070018", nil), ("工单20261121-000081", nil), ("打12345没人接", nil), ("400-800-1234", nil),
            ("3-2-501", nil),
        ] as [(String, String?)]
    )
    func `a telephone is proposed as it stands there, and no other number`(_ text: String, _ telephone: String?) {
        #expect(Self.read(text).telephone == telephone)
    }

    @Test(
        arguments: [
            ("路灯坏了", "市政设施/路灯"), ("灯不亮", "市政设施/路灯"), ("street light is out", "市政设施/路灯"), ("slightly", nil),
            ("井盖没了", "市政设施/井盖"), ("电梯困人", "安全隐患/电梯"), ("垃圾没人清运", "市容环卫/垃圾清运"), ("垃圾三天了", "市容环卫"),
            ("市政设施", "市政设施"), ("你好", nil), ("", nil),
        ] as [(String, String?)]
    )
    func `the category is the one whose words are used, or what is above those that fit alike`(
        _ text: String,
        _ category: String?
    ) {
        #expect(Self.read(text).category == category)
    }

    @Test(
        arguments: [
            ("昨天停水", "昨天", "2026-11-20"), ("昨天下午三点半停水", "昨天下午三点半", "2026-11-20 15:30"),
            ("今早8点", "今早8点", "2026-11-21 08:00"),
            ("昨晚 10:05 噪音", "昨晚 10:05", "2026-11-20 22:05"), ("上午9点10分", "上午9点10分", "2026-11-21 09:10"),
            ("刚才水管爆了", "刚才", "2026-11-21 09:30"), ("前天夜里2点", "前天夜里2点", "2026-11-19 02:00"),
            ("11月18日的事", "11月18日", "2026-11-18"), ("12月30号", "12月30号", "2025-12-30"),
            ("2026-11-20 08:15", "2026-11-20 08:15", "2026-11-20 08:15"),
            ("2026年11月2日下午2点", "2026年11月2日下午2点", "2026-11-02 14:00"), ("昨天3号楼", "昨天", "2026-11-20"),
            ("昨天10点3号楼", "昨天10点", "2026-11-20 10:00"), ("昨晚12点", "昨晚12点", "2026-11-21 00:00"),
            // What is still to come did not happen.
            ("今天下午3点停水", nil, nil), ("上午10点停水", nil, nil), ("2026-12-01", nil, nil), ("2月30日", nil, nil),
            ("10点", nil, nil),
            ("13800000000", nil, nil),
        ] as [(String, String?, String?)]
    )
    func `a moment is told by its day`(_ text: String, _ words: String?, _ shown: String?) {
        let moment = Self.read(text).moment
        #expect(moment?.words == words)
        #expect(moment?.shown == shown)
    }
}

/// Laws of reading, over messages put together by chance.
@Suite struct PastedMessagePropertyTests {
    private static let parts =
        [
            "霁月苑", "1", "11", "号楼", "栋", "#", "一单元", "二", "十", "单元", "竹影", "社区", "第", "网格", "（", "三无", ")",
            "13800000000", "138",
            "0000", "+86", "(0471)", "6234567", "电话", "昨天", "今天", "刚才", "下午", "晚上", "3", "点", "半", "：", ":", "30", "月",
            "日", "2026", "-",
            "年", "路灯", "垃圾", "清运", "light", " ", "\n", "\u{3000}", "\u{200B}", "👨‍👩‍👧", "é", "\0", "市容环卫/垃圾清运", "/",
            "99999999999999999999",
            "〇", "百", "的",
        ]

    @Test(arguments: PropertyRuns.seeds(1...20))
    func `what is proposed is in the message, or known`(seed: UInt64) {
        var dice = Seeded(seed)
        for _ in 0..<100 {
            let count = Int.random(in: 0...14, using: &dice)
            let text = (0..<count).map { _ in Self.parts.randomElement(using: &dice) ?? "" }.joined()
            let posts: [Int64] = [[], [2], [3], [10]].randomElement(using: &dice) ?? []
            let read = PastedMessageTests.read(text, posts: posts)
            if let place = read.place { #expect(PastedMessageTests.territory[place.id] == place, "\(text)") }
            if let category = read.category { #expect(PastedMessageTests.categories.contains(category), "\(text)") }
            if let telephone = read.telephone {
                #expect(Self.stands(telephone, in: text), "\(text)")
                #expect(Masking.phone(telephone) != telephone, "\(text)")
            }
            if let moment = read.moment {
                #expect(Self.stands(moment.words, in: text), "\(text)")
                #expect(moment.shown <= "2026-11-21 09:30", "\(text)")
            }
            #expect(PastedMessageTests.read(text, posts: posts) == read)
        }
    }

    /// By its scalars: a character of a text may begin before a telephone does.
    private static func stands(_ part: String, in text: String) -> Bool {
        Array(text.unicodeScalars).ranges(of: Array(part.unicodeScalars)).isEmpty == false
    }

    @Test(
        .timeLimit(.minutes(2 * PropertyRuns.factor)),
        arguments: ["1", "一", "1栋", "昨天", "2026-", "霁月苑", "(0", "垃圾", "a"]
    )
    func `hostile messages take no longer`(part: String) {
        let text = String(repeating: part, count: 4_000)
        #expect(PastedMessageTests.read(text, posts: [2]) == PastedMessageTests.read(text, posts: [2]))
    }
}
