/// A plan that merges, splits, renames, moves and closes units (区划与机构调整方案): a document.
///
///     plan: 2027 年街道区划调整
///     source: 政函〔2026〕12号
///     effective: 2027-01-01T00:00
///     steps:
///       - merge: {units: [S1, S2], into: {code: S9, name: 新街道}}
///       - split: {unit: S3, into: [{code: S31, name: 东}, {code: S32, name: 西}], below: {S31: [C1], S32: [C2]}, rest: S31}
///       - rename: {unit: S4, name: 新名}
///       - move: {unit: C7, under: S4}
///       - close: {unit: G5, successor: G6}
public struct Reorganisation: Hashable, Sendable {
    /// What it calls itself.
    public let name: String
    /// The number of the document that it rests upon (文号).
    public let source: String
    /// Since when it holds, as local time.
    public let effective: LocalDateTime
    /// What it does, in order.
    public let steps: [Step]
    /// The document that it was read from, for hashing.
    public let document: JSONValue

    /// One thing that a plan does; units are named by the city's codes.
    public enum Step: Hashable, Sendable {
        /// Units become one, a new one or one of them; what stands below them stands below it.
        case merge([String], into: Part)
        /// A unit becomes several; each unit below goes to one of them, and what lies with the unit itself to `rest`.
        case split(String, into: [Part], below: [String: [String]], rest: String)
        /// A unit is called otherwise.
        case rename(String, name: String)
        /// A unit stands under another one.
        case move(String, under: String)
        /// A unit takes nothing new; nil: nobody follows.
        case close(String, successor: String?)
    }

    /// A unit that is there, or is made.
    public struct Part: Hashable, Sendable {
        /// The city's code for it.
        public let code: String
        /// What it is called; nil: as before.
        public let name: String?
        /// Its kind; nil: as what it follows.
        public let kind: UnitKind?
        /// The code of the unit above; nil: as what it follows.
        public let parent: String?
    }
}

extension Reorganisation {
    // MARK: - Reading

    /// Reads a plan from its document (YAML or JSON, already parsed).
    ///
    /// - Throws: `Problem` with the place in the document that is wrong.
    public init(document: JSONValue) throws(Problem) {
        let reader = DocumentReader(document)
        try reader.allow(["plan", "source", "effective", "steps"])
        let time = try reader.required("effective")
        let text = try time.text().replacing(" ", with: "T")
        let full = !text.contains("T") ? text + "T00:00:00" : text.count { $0 == ":" } == 1 ? text + ":00" : text
        guard let effective = LocalDateTime(full) else {
            throw time.fault("bad_time", zh: "应为 2027-01-01T00:00", en: "a time such as 2027-01-01T00:00 is wanted")
        }
        self.init(
            name: try reader.required("plan").text(),
            source: try reader.required("source").text(),
            effective: effective,
            steps: try reader.required("steps").elements.map { (element) throws(Problem) in try Step(reader: element) },
            document: document
        )
    }
}

extension Reorganisation.Step {
    init(reader: DocumentReader) throws(Problem) {
        let (key, member) = try reader.single()
        switch key {
        case "merge":
            try member.allow(["units", "into"])
            self = .merge(try member.required("units").texts(), into: try .init(reader: member.required("into")))
        case "split":
            try member.allow(["unit", "into", "below", "rest"])
            var below: [String: [String]] = [:]
            for (code, units) in try member.optional("below")?.members() ?? [] { below[code] = try units.texts() }
            let parts = try member.required("into").elements.map { (element) throws(Problem) in
                try Reorganisation.Part(reader: element)
            }
            self = .split(
                try member.required("unit").text(),
                into: parts,
                below: below,
                rest: try member.required("rest").text()
            )
        case "rename":
            try member.allow(["unit", "name"])
            self = .rename(try member.required("unit").text(), name: try member.required("name").text())
        case "move":
            try member.allow(["unit", "under"])
            self = .move(try member.required("unit").text(), under: try member.required("under").text())
        case "close":
            try member.allow(["unit", "successor"])
            self = .close(try member.required("unit").text(), successor: try member.optional("successor")?.text())
        default: throw member.fault("unknown_step", zh: "没有“\(key)”这种步骤", en: "no step is “\(key)”")
        }
    }
}

extension Reorganisation.Part {
    /// A code, or a map with code, name, kind and the unit above.
    init(reader: DocumentReader) throws(Problem) {
        guard reader.value.object != nil else {
            self.init(code: try reader.text(), name: nil, kind: nil, parent: nil)
            return
        }
        try reader.allow(["code", "name", "kind", "parent"])
        self.init(
            code: try reader.required("code").text(),
            name: try reader.optional("name")?.text(),
            kind: try reader.optional("kind")?.name(),
            parent: try reader.optional("parent")?.text()
        )
    }
}

extension DocumentReader {
    /// A list of texts; a single one stands for a list of one.
    func texts() throws(Problem) -> [String] {
        try elements.map { (element) throws(Problem) in try element.text() }
    }
}
