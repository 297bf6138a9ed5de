import PGStore
import Postgres
import Tabular
import Workflow

/// Units: code, kind, name and the unit above, in any order; what is not in the sheet stays as it is.
struct UnitImport: ConfigurationImport {
    static let fields = [
        FieldSpec(
            "code",
            headings: ["单位编码", "编码", "代码"],
            aliases: ["unit_code"],
            isRequired: true,
            note: "本区内唯一，再次导入时凭它认出同一单位",
            example: "990101001001"
        ),
        FieldSpec(
            "kind",
            headings: ["类型", "单位类型", "层级", "级别"],
            aliases: ["level"],
            isRequired: true,
            note: "区县、街道、社区、村、小区、网格、楼栋、单元、部门，或英文代号",
            example: "社区"
        ),
        FieldSpec(
            "name",
            headings: ["名称", "单位名称"],
            isRequired: true,
            note: "最多100字",
            example: "竹影社区"
        ),
        FieldSpec(
            "parent_code",
            headings: ["上级编码", "上级单位编码", "上级"],
            aliases: ["parent"],
            note: "上级单位的编码，可以在本表后面或已在库中；最上一级留空",
            example: "990101001"
        ),
        FieldSpec(
            "attributes",
            headings: ["属性", "区域类型", "片区类型"],
            aliases: ["area_type"],
            note: "如 三无、老旧小区；其下各级同样具有；没有这一列则不变",
            example: "物业小区聚集区"
        ),
        FieldSpec(
            "pair_code",
            headings: ["结对单位编码", "结对单位", "包建单位"],
            aliases: ["pair"],
            note: "一对一结对包建的单位编码：派单目录没有规则时先问它；没有这一列则不变"
        ),
        FieldSpec(
            "ground_codes",
            headings: ["对应地域编码", "对应地域", "覆盖地域"],
            aliases: ["grounds"],
            note: "党组织、代办站等另一条线的单位所对应的小区、楼栋等编码，可填多个；没有这一列则不变"
        ),
        FieldSpec(
            "lat",
            headings: ["纬度"],
            aliases: ["latitude"],
            note: "WGS84 十进制度数（不是高德、百度等偏移后的坐标），与经度同填；没有这一列则不变",
            example: "30.012345"
        ),
        FieldSpec("long", headings: ["经度"], aliases: ["longitude", "lng"], note: "同上", example: "125.012345"),
        FieldSpec(
            "radius",
            headings: ["半径", "半径米"],
            note: "离此位置多少米以内的诉求可以算在此单位，1至50000；有位置而不填，为300",
            example: "300"
        ),
        FieldSpec("source_name", headings: ["原名称"], note: "来源中的全称，只作参考"),
    ]

    static let kind = ImportKind.units

    var columns: [FieldSpec] { Self.fields }

    func parse(_ cells: inout CellReader) -> UnitRow? {
        let code = cells.required("code", most: 50)
        let known = Bilingual(zh: "区县、街道、社区、网格、部门……或小写英文代号", en: "a kind such as street, or another lower-case name")
        let kind = cells.required("kind", code: "bad_kind", known: known, KnownKinds.kind)
        let name = cells.required("name", most: 100)
        let parent = cells.optional("parent_code", most: 50)
        let attributes = cells.words("attributes", most: 200)
        let pair = cells.words("pair_code", most: 50).map { $0.joined(separator: " ") }
        let grounds = cells.words("ground_codes", most: 5_000)
        let location = cells.location()
        guard let code, let kind, let name else { return nil }
        return UnitRow(
            code: code,
            kind: kind,
            name: name,
            parentCode: parent,
            attributes: attributes.map { Set($0) },
            pairCode: pair,
            groundCodes: grounds.map { Set($0) },
            location: location
        )
    }

    func check(_ sheet: inout WholeSheet<UnitRow>, _ configuration: DistrictConfiguration) {
        sheet.refuseRepeated(\.code)
        // What is closed is changed by no sheet, and nothing new is put below it or paired with it.
        for (index, row) in sheet.candidates {
            for code in [row.code, row.parentCode, row.pairCode].compactMap(\.self) {
                if let fault = RowFault(closed: code, in: configuration.territory) { sheet.reject(index, fault) }
            }
        }
        // A row that is refused takes those below it along, unless the unit is there from before: until none is left.
        var count = 0
        repeat {
            count = sheet.accepted.count
            refuseOrphans(&sheet, configuration.territory)
            refuseLoops(&sheet, configuration.territory)
        } while sheet.accepted.count < count
    }

    /// What the units' change makes of the directory; what was wrong with it before is no news.
    func findings(_ configuration: DistrictConfiguration, since before: DistrictConfiguration) -> [Problem] {
        guard !configuration.directory.rules.isEmpty else { return [] }
        let known = Set(before.review().problems)
        return configuration.review().problems.filter { !known.contains($0) }
    }

    func isThere(_ row: UnitRow, _ configuration: DistrictConfiguration) -> Bool {
        guard let unit = configuration.territory.unit(code: row.code) else { return false }
        let parent = unit.parent.flatMap { configuration.territory[$0]?.code }
        let pair = unit.pair.flatMap { configuration.territory[$0]?.code } ?? ""
        let grounds = Set(unit.grounds.compactMap { configuration.territory[$0]?.code })
        return unit.kind == row.kind && unit.name == row.name && parent == row.parentCode
            && unit.attributes == row.attributes ?? unit.attributes && pair == row.pairCode ?? pair
            && grounds == row.groundCodes ?? grounds && unit.location == row.location ?? unit.location
    }

    func flights(_ sheet: WholeSheet<UnitRow>, _ configuration: DistrictConfiguration) -> [[Query]] {
        let batches = sheet.accepted.batches()
        // All units first: the one above may stand in a later batch.
        return batches.map { [ConfigurationWrite.unitNames(configuration.id, $0)] }
            + batches.map { [ConfigurationWrite.unitParents(configuration.id, $0)] }
            + [ConfigurationWrite.unitVersions(configuration.id)]
    }
}

extension UnitImport {
    private func refuseOrphans(_ sheet: inout WholeSheet<UnitRow>, _ territory: UnitTree) {
        let codes = Set(sheet.accepted.map(\.code))
        for (index, row) in sheet.candidates {
            func isUnknown(_ code: String) -> Bool { !codes.contains(code) && territory.unit(code: code) == nil }
            if let pair = row.pairCode, !pair.isEmpty, pair == row.code || isUnknown(pair) {
                sheet.reject(
                    index,
                    RowFault(
                        "unknown_pair",
                        zh: "结对单位“\(pair)”不在库中，也不是本表正确行里的另一单位",
                        en: "the unit paired, “\(pair)”, is neither in the database nor another good row of this sheet"
                    )
                )
            }
            if let ground = row.groundCodes?.sorted().first(where: { $0 == row.code || isUnknown($0) }) {
                sheet.reject(
                    index,
                    RowFault(
                        "unknown_ground",
                        zh: "对应地域“\(ground)”不在库中，也不是本表正确行里的另一单位",
                        en: "the ground “\(ground)” is neither in the database nor another good row of this sheet"
                    )
                )
            }
            guard let parent = row.parentCode, isUnknown(parent) else { continue }
            sheet.reject(
                index,
                RowFault(
                    "unknown_parent",
                    zh: "上级单位“\(parent)”不在库中，也不在本表的正确行里",
                    en: "the unit above, “\(parent)”, is neither in the database nor in a good row of this sheet"
                )
            )
        }
    }

    private func refuseLoops(_ sheet: inout WholeSheet<UnitRow>, _ territory: UnitTree) {
        var above: [String: String] = [:]
        for unit in territory.all { above[unit.code] = unit.parent.flatMap { territory[$0]?.code } }
        for row in sheet.accepted { above[row.code] = row.parentCode }
        var loops = UnitLoops(above)
        for (index, row) in sheet.candidates {
            guard let loop = loops.loop(through: row.code) else { continue }
            sheet.reject(
                index,
                RowFault("unit_loop", zh: "上级关系成环：\(loop)", en: "the units above run in a loop: \(loop)")
            )
        }
    }
}

/// Finds loops among units and the units above them; each unit is walked over once.
private struct UnitLoops {
    private let above: [String: String]
    /// Units that are no part of a loop.
    private var safe: Set<String> = []
    /// Loops in words, by each unit that is part of one.
    private var loops: [String: String] = [:]

    init(_ above: [String: String]) {
        self.above = above
    }

    /// The loop that a unit is part of; nil where the way up from it ends, or runs into a loop of others.
    mutating func loop(through start: String) -> String? {
        var path: [String] = []
        var places: [String: Int] = [:]
        var next: String? = start
        while let code = next, !safe.contains(code), loops[code] == nil {
            if let place = places[code] {
                note(Array(path[place...]))
                path.removeSubrange(place...)
                break
            }
            places[code] = path.count
            path.append(code)
            next = above[code]
        }
        safe.formUnion(path)
        return loops[start]
    }

    private mutating func note(_ loop: [String]) {
        let shown = loop.prefix(10) + (loop.count > 10 ? ["…"] : []) + loop.prefix(1)
        for code in loop { loops[code] = shown.joined(separator: " → ") }
    }
}
