package import Workflow

extension Submission {
    /// Makes the submission of an adjustment of one ticket.
    ///
    /// - Parameters:
    ///   - ticket: the ticket.
    ///   - adjustment: what changed around it.
    ///   - orderer: who ordered it.
    ///   - district: the district.
    ///   - givenNow: the time, in a district whose clock is given.
    package init(
        adjusting ticket: TicketID,
        by adjustment: Adjustment,
        ordered orderer: Party.Identity,
        in district: DistrictID,
        givenNow: Instant? = nil
    ) {
        self.init(
            district: district,
            target: .adjusting(ticket, adjustment),
            // No act of the definition: only who ordered it counts.
            act: "adjust",
            by: Party(identity: orderer),
            givenNow: givenNow
        )
    }
}
