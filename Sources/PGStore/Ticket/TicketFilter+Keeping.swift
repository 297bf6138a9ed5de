package import Workflow

extension TicketFilter {
    /// Whether a line belongs to the list: the same as the statement says, but for words, which only the database finds.
    package func keeps(_ line: TicketLine) -> Bool {
        switch owedTo {
        case .anybody: guard line.owedTo != nil else { return false }
        case .platform(let name): guard line.owedTo == name else { return false }
        case nil: break
        }
        if isOpenOnly, line.closedAt != nil { return false }
        if let units {
            let holders = [line.responsible, line.desk, line.lead, line.workingPart].compactMap(\.self)
            guard holders.contains(where: units.contains) else { return false }
        }
        if let responsible, !(line.responsible.map(responsible.contains) ?? false) { return false }
        if let places, !places.contains(line.place) { return false }
        if let owner, line.owner != owner { return false }
        if !states.isEmpty, !states.contains(line.state) { return false }
        if !lamps.isEmpty, !lamps.contains(line.lamp) { return false }
        if let category, line.category != category, !line.category.hasPrefix(category + "/") { return false }
        if let reportedBefore, line.reportedAt > reportedBefore { return false }
        return holdings.map { $0.contains { $0.holds(line) } } ?? true
    }
}

extension TicketFilter.Holding {
    /// Whether a line is held in this way.
    fileprivate func holds(_ line: TicketLine) -> Bool {
        concerns(line.definition, line.state) && holds(line.responsible, line.desk, line.lead, inside: line.workingPart)
    }

    /// Whether it is about a state of a definition.
    package func concerns(_ definition: DefinitionRef, _ state: StateName) -> Bool {
        definition.name == self.definition && versions.contains(definition.version) && states.contains(state)
    }

    /// Whether one of its units holds what these hold, where it is about its state.
    package func holds(_ responsible: UnitID?, _ desk: UnitID, _ lead: UnitID?, inside: UnitID?) -> Bool {
        let unit =
            switch column {
            case .responsible: responsible
            case .responsibleAlone: inside == nil ? responsible : nil
            case .responsibleInside: inside == nil ? nil : responsible
            case .inside: inside
            case .desk: desk
            case .deskElsewhere: desk == responsible ? nil : desk
            case .lead: lead
            }
        return unit.map { units.contains($0) } ?? false
    }
}
