import Workflow

extension CellReader {
    /// Where a unit lies, from the cells `lat`, `long` and `radius`.
    ///
    /// - Returns: nil within where they are empty; nil where the sheet has no such columns, or, with a fault, where they say
    ///   nothing that can be.
    mutating func location() -> Workflow.Unit.Location?? {
        guard has("lat") || has("long") else {
            if optional("radius", most: 20) != nil { note(.noPosition) }
            return .none
        }
        let (latitude, longitude) = (optional("lat", most: 40), optional("long", most: 40))
        let radius = optional("radius", most: 20)
        guard latitude != nil || longitude != nil || radius != nil else { return .some(nil) }
        guard let latitude, let longitude else {
            note(.noPosition)
            return .none
        }
        guard let position = Position(latitude: latitude, longitude: longitude) else {
            note(.badPosition("\(latitude), \(longitude)"))
            return .none
        }
        let metres = radius.map { Int($0) } ?? Workflow.Unit.Location.usualRadius
        guard let metres, let location = Workflow.Unit.Location(position: position, radius: metres) else {
            note(.badRadius(radius ?? ""))
            return .none
        }
        return location
    }
}

extension RowFault {
    fileprivate static let noPosition = RowFault(
        "position_incomplete",
        zh: "纬度和经度须同时填写；半径不能单独填写",
        en: "latitude and longitude come together, and no radius without them"
    )

    fileprivate static func badPosition(_ text: String) -> RowFault {
        RowFault(
            "bad_position",
            zh: "“\(text)”不是位置：应为 WGS84 十进制度数，纬度 −90 至 90，经度 −180 至 180",
            en:
                "“\(text)” is no position: decimal degrees of WGS84, latitude from −90 to 90, longitude from −180 to 180"
        )
    }

    fileprivate static func badRadius(_ text: String) -> RowFault {
        let radii = Workflow.Unit.Location.radii
        return RowFault(
            "bad_radius",
            zh: "半径“\(text)”应为 \(radii.lowerBound) 至 \(radii.upperBound) 米的整数",
            en: "the radius “\(text)” is a whole number of metres from \(radii.lowerBound) to \(radii.upperBound)"
        )
    }
}
