import HTTPTypes
import PGStore
import Web
import Workflow

/// What somebody administers, as the API says it (三员分立): each opens what is of their own part only.
struct AdministrationSeat {
    /// Whose configuration they keep.
    let system: Part?
    private let security: Part?
    private let audit: Part?

    /// Units with all below them.
    struct Part {
        /// The codes of the uppermost.
        let roots: [String]
        /// Whether that is the whole district.
        let isWhole: Bool

        fileprivate init?(_ json: JSONValue?) {
            guard let units = json?["units"]?.array else { return nil }
            roots = units.compactMap { $0["code"]?.string }
            isWhole = json?["is_whole"] == true
        }

        /// Whether a unit is of it.
        func holds(_ unit: UnitID, in territory: UnitTree) -> Bool {
            isWhole
                || roots.contains { code in
                    territory.unit(code: code).map { $0.id == unit || territory.isAbove($0.id, of: unit) } ?? false
                }
        }
    }

    init(_ json: JSONValue) {
        system = Part(json["system"])
        security = Part(json["security"])
        audit = Part(json["audit"])
    }

    /// What they may open, in the order in which it is shown.
    var ways: [AdministrationWay] { AdministrationWay.allCases.filter(mayOpen) }

    private func mayOpen(_ way: AdministrationWay) -> Bool {
        switch way {
        case .units, .people, .directory, .calendars, .definitions: system != nil
        case .deadLetters: system?.isWhole ?? false
        case .accessLog: audit != nil
        case .securityLog: audit != nil || security != nil
        }
    }
}

extension Call {
    /// What whoever asks administers.
    ///
    /// - Parameter way: what they want to open; nil: any of it.
    /// - Returns: their seat.
    /// - Throws: `Fault` with `not_administrator` where that is not theirs.
    func seat(_ way: AdministrationWay? = nil) async throws -> AdministrationSeat {
        let seat = AdministrationSeat(try await askOnce("readAdministration").json)
        guard way.map({ seat.ways.contains($0) }) ?? !seat.ways.isEmpty else {
            throw Fault(.forbidden, "not_administrator", zh: "这是管理员的事", en: "this is for administrators")
        }
        return seat
    }

    /// The part whose configuration whoever asks keeps.
    ///
    /// - Throws: `Fault` with `not_administrator`.
    func keptPart() async throws -> AdministrationSeat.Part {
        guard let part = try await seat(.units).system else {
            throw Fault(.forbidden, "not_administrator", zh: "这是系统管理员的事", en: "this is for the system administrator")
        }
        return part
    }
}
