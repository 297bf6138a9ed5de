package import Tabular
package import Workflow

/// What a sheet can hold.
package enum ImportKind: String, Sendable, CaseIterable {
    /// Territory and departments.
    case units
    /// People, a row a post.
    case people
    /// Who is away.
    case absences
    /// Duty rosters.
    case duties
    /// Calendars, or holidays and make-up workdays of one.
    case calendars
    /// The directory, whole.
    case directory
    /// What is said of categories to those who report, whole.
    case categories
    /// Platforms above: how their exports are read and answered.
    case platforms
    /// Matters.
    case matters
}

extension ImportKind {
    /// What people call it; also the name of a template's sheet.
    package var title: Bilingual {
        switch self {
        case .units: Bilingual(zh: "单位", en: "units")
        case .people: Bilingual(zh: "人员岗位", en: "people")
        case .absences: Bilingual(zh: "请假", en: "absences")
        case .duties: Bilingual(zh: "值班表", en: "duties")
        case .calendars: Bilingual(zh: "节假日", en: "calendars")
        case .directory: Bilingual(zh: "派单目录", en: "directory")
        case .categories: Bilingual(zh: "类别", en: "categories")
        case .platforms: Bilingual(zh: "上级平台", en: "platforms above")
        case .matters: Bilingual(zh: "诉求", en: "matters")
        }
    }

    /// Whether its entries are documents with an inside of their own, which no row of cells can hold.
    package var isOfDocuments: Bool {
        switch self {
        case .categories, .platforms: true
        case .units, .people, .absences, .duties, .calendars, .directory, .matters: false
        }
    }

    /// The columns of its sheet.
    ///
    /// - Parameter definition: whose clocks the directory's limits are for, and whose filing takes the matters.
    /// - Returns: the columns in the order of a template.
    package func fields(_ definition: WorkflowDefinition) -> [FieldSpec] {
        switch self {
        case .units: UnitImport.fields
        case .people: PeopleImport.fields
        case .absences: AbsenceImport.fields
        case .duties: DutyImport.fields
        case .calendars: HolidayImport.fields
        case .directory: DirectoryImport.fields(definition.directoryClocks)
        case .categories: CategoryImport.fields
        case .platforms: PlatformImport.fields
        case .matters: MatterForm(definition)?.fields ?? []
        }
    }

    /// An empty sheet to fill in.
    ///
    /// - Parameter definition: as for `fields`.
    /// - Returns: the template.
    package func template(_ definition: WorkflowDefinition) -> SheetTemplate {
        SheetTemplate(title: title.zh, fields: fields(definition))
    }
}
