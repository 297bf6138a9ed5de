package import Web

/// All pages.
package enum PageEndpoints {
    /// The pages of a kit, for the service's router.
    package static func all(_ kit: PageKit) -> [Endpoint] {
        let forStaff =
            AccountPages(kit: kit).all + WorkPages(kit: kit).all + [ReportedPage(kit: kit).page]
            + SearchPages(kit: kit).all + DeskPages(kit: kit).all
            + TogetherPages(kit: kit).all
            + ShiftPages(kit: kit).all
            + WallPages(kit: kit).all + ResponsiblePages(kit: kit).all
            + ReportPages(kit: kit).all + PlaceMapPages(kit: kit).all
        let forWatchers = MapPages(kit: kit).all
        let ofMatters = MatterPages(kit: kit).all + ContactPages(kit: kit).all + FilePages(kit: kit).all
        let paper = PrintPages(kit: kit).all + OrderPages(kit: kit).all + HandOverListPages(kit: kit).all
        let forResidents = ResidentPages(kit: kit).all + CodePages(kit: kit).all
        let forAdministrators = AdministrationPages(kit: kit).all + SecondFactorPages(kit: kit).all
        return AssetPages(kit: kit).all + OfflinePages(kit: kit).all + forStaff + forWatchers + ofMatters + paper
            + forResidents
            + forAdministrators
    }
}
