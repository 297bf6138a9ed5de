package import Web

/// All pages.
package enum PageEndpoints {
    /// The pages of a kit, for the service's router.
    package static func all(_ kit: PageKit) -> [Endpoint] {
        AssetPages(kit: kit).all + AccountPages(kit: kit).all + WorkPages(kit: kit).all + MatterPages(kit: kit).all
            + ReportPages(kit: kit).all + ResidentPages(kit: kit).all
    }
}
