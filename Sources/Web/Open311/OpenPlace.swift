import HTTPTypes
import PGStore
import Workflow

/// Where a matter happened, as a form of Open311 says it: a unit's code, an address, or a position.
enum OpenPlace {
    /// The unit.
    ///
    /// The code is the most exact of the three, then the names that an address holds, then the unit that reaches the position.
    /// Where none does, a district that has one street alone is that street.
    ///
    /// - Parameters:
    ///   - call: the form.
    ///   - position: what of it is a position; nil: none is given.
    ///   - ladder: kinds of unit that can be the place of a matter, bottom up.
    /// - Returns: the unit.
    /// - Throws: `Fault` where nothing is said, or what is said finds no unit.
    static func find(_ call: Call, _ position: Position?, _ ladder: [UnitKind]) throws(Fault) -> Workflow.Unit {
        let territory = call.configuration.territory
        let address = call.text("address_string")
        if let code = call.text("address_id") {
            guard let unit = territory.unit(code: code) else { throw .unknownUnit(code) }
            return unit
        }
        switch territory.place(named: address, at: position, kinds: ladder) {
        case .unit(let unit): return unit
        case .nothingSaid: throw .noLocation
        case .notFound(let named): throw .locationNotFound(named.map(\.name))
        }
    }
}

extension Call {
    /// The position of `lat` and `long`, both or neither of which are given.
    ///
    /// - Throws: `Fault` where they are no point on the earth.
    func openPosition() throws(Fault) -> Position? {
        let (latitude, longitude) = (text("lat"), text("long"))
        guard latitude != nil || longitude != nil else { return nil }
        guard let latitude, let longitude, let position = Position(latitude: latitude, longitude: longitude) else {
            throw .badPosition
        }
        return position
    }
}

extension Fault {
    fileprivate static let noLocation = Fault(
        .badRequest,
        "no_location",
        zh: "请给出地点：lat 和 long、address_string、address_id 之一",
        en: "say where: lat and long, address_string, or address_id"
    )

    fileprivate static let badPosition = Fault(
        .badRequest,
        "bad_position",
        zh: "lat、long 须同时给出，为 WGS84 十进制度数",
        en: "lat and long come together, in decimal degrees of WGS84"
    )

    fileprivate static func locationNotFound(_ names: [String]) -> Fault {
        let list = names.prefix(5)
        return Fault(
            .badRequest,
            names.isEmpty ? "place_not_found" : "place_ambiguous",
            zh: names.isEmpty
                ? "地点认不出所在的社区、小区或楼栋，位置附近也没有：请给出 address_id（单位编码），或写出名称的 address_string"
                : "地址可能是：\(list.joined(separator: "、"))；请写上所在社区或街道，或给出 address_id",
            en: names.isEmpty
                ? "no community, compound or building is found there, nor near the position: give address_id (a unit's code), or an address_string that names one"
                : "the address may mean \(list.joined(separator: ", ")): add the community or street, or give address_id"
        )
    }
}
