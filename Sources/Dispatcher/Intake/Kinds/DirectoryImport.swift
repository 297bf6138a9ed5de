import PGStore
import Postgres
import Tabular
import Workflow

/// The directory (派单目录), whole: rules that are not in the sheet go.
///
/// A rule whose row is bad stays as it was: a slip in one cell must not leave a category without an owner.
struct DirectoryImport: ConfigurationImport {
    let clocks: [ClockName: ClockDefinition]

    static let kind = ImportKind.directory

    var columns: [FieldSpec] { Self.fields(clocks) }

    func check(_ sheet: inout WholeSheet<RuleRow>, _ configuration: DistrictConfiguration) {
        let (base, leads) = (configuration.base, configuration.leads)
        for (index, row) in sheet.candidates {
            if let place = row.placeCode, configuration.territory.unit(code: place) == nil {
                sheet.reject(index, .unknownUnit(place))
            }
            for code in [row.placeCode, row.leadCode].compactMap(\.self) + row.coHandlerCodes {
                if let fault = RowFault(closed: code, in: configuration.territory) { sheet.reject(index, fault) }
            }
            for limit in row.limits.values.sorted(by: { "\($0)" < "\($1)" }) {
                guard let name = limit.calendar, !configuration.calendars.names.contains(name) else { continue }
                sheet.reject(index, RowFault(.unknownCalendar(name)))
            }
            checkHelpers(row, index, &sheet, configuration.territory)
            guard let lead = configuration.territory.unit(code: row.leadCode) else {
                sheet.reject(index, .unknownUnit(row.leadCode))
                continue
            }
            let helpers = row.coHandlerCodes.compactMap { configuration.territory.unit(code: $0) }
            if row.duty == .reclaimed, let unit = ([lead] + helpers).first(where: { base.contains($0.kind) }) {
                sheet.reject(index, Self.reclaimed(unit))
            } else if !leads.isEmpty, !leads.contains(lead.kind) {
                sheet.reject(
                    index,
                    RowFault("cannot_lead", zh: "“\(lead.name)”不能作为主办单位", en: "“\(lead.name)” cannot lead a matter")
                )
            }
        }
        sheet.refuseRepeated(\.rule)
    }

    func isThere(_ row: RuleRow, _ configuration: DistrictConfiguration) -> Bool {
        let territory = configuration.territory
        return configuration.directory.rules.contains { rule in
            rule.id == row.rule && rule.category == row.category && rule.limits == row.limits && rule.duty == row.duty
                && rule.attributes == row.attributes && rule.evidence == row.evidence && rule.source == row.source
                && territory[rule.lead]?.code == row.leadCode
                && rule.place.flatMap { territory[$0]?.code } == row.placeCode
                && rule.coHandlers.map { territory[$0]?.code } == row.coHandlerCodes
        }
    }

    func flights(_ sheet: WholeSheet<RuleRow>, _ configuration: DistrictConfiguration) -> [[Query]] {
        let accepted = Set(sheet.accepted.map(\.rule))
        let spoilt = Set(sheet.lines.filter { $0.accepted == nil }.compactMap { sheet.cell($0, "rule") })
        // A bad row takes no rule away, and neither does a sheet that was written before a ruling.
        let kept = configuration.directory.rules.map(\.id).filter {
            (spoilt.contains($0) || $0.hasPrefix(DirectoryRule.rulingPrefix)) && !accepted.contains($0)
        }
        return [ConfigurationWrite.directory(configuration.id, sheet.accepted, keeping: kept)]
    }

    func findings(_ configuration: DistrictConfiguration, since before: DistrictConfiguration) -> [Problem] {
        configuration.review().problems
    }
}

extension DirectoryImport {
    private func checkHelpers(
        _ row: RuleRow,
        _ index: Int,
        _ sheet: inout WholeSheet<RuleRow>,
        _ territory: UnitTree
    ) {
        var seen: Set<String> = []
        for code in row.coHandlerCodes {
            if territory.unit(code: code) == nil { sheet.reject(index, .unknownUnit(code)) }
            if code == row.leadCode {
                sheet.reject(
                    index,
                    RowFault("lead_co_handles", zh: "主办单位“\(code)”又是协办单位", en: "the lead “\(code)” helps, too")
                )
            }
            if !seen.insert(code).inserted {
                sheet.reject(
                    index,
                    RowFault("co_handler_twice", zh: "协办单位“\(code)”写了两次", en: "“\(code)” helps twice")
                )
            }
        }
    }

    private static func reclaimed(_ unit: Workflow.Unit) -> RowFault {
        RowFault(
            "reclaimed_to_base",
            zh: "“上级收回”的事项不能交给“\(unit.name)”",
            en: "a matter that the law has taken back (reclaimed) cannot go to “\(unit.name)”"
        )
    }
}
