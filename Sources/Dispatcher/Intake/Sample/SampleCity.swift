import Foundation
import PGStore
import Postgres
import Shipped
import Tabular
package import Workflow

/// The sample city: one district with units, people, a directory, eighty matters that have a past, and some that wait for
/// somebody.
///
/// The past is told on a given clock, day by day up to the present, with all that fell due on the way; then the
/// district is handed over to the database's clock. Everything in it has a key, so a load that broke off is finished
/// by running it again, upon the same days; one that was finished does nothing.
package struct SampleCity: Sendable {
    /// The district's code.
    package static let code = "chenglan"

    private let engine: Engine
    private let code: String
    private let definition: DefinitionName = "issue"

    /// Prepares to load it.
    ///
    /// - Parameters:
    ///   - engine: the engine, whose services run.
    ///   - code: the district's code.
    package init(engine: Engine, code: String = SampleCity.code) {
        self.engine = engine
        self.code = code
    }

    /// What a load found and left.
    package struct Loaded: Hashable, Sendable {
        /// The district.
        package let district: DistrictID
        /// Whether it was there already, whole.
        package let wasThere: Bool
    }

    /// How far a load is.
    package struct Progress: Hashable, Sendable {
        /// Acts done.
        package let done: Int
        /// Acts in all.
        package let total: Int
    }

    /// Loads the city, or finishes loading it; does nothing where it is there.
    ///
    /// - Parameters:
    ///   - now: the moment at which its past ends, not after the database's clock; nil: the database's present.
    ///   - progress: told after each day of the past; may throw to break off.
    /// - Returns: the district.
    /// - Throws: `SampleCityError` for files that the rules refuse; otherwise what the engine throws.
    package func load(now: Instant? = nil, progress: (Progress) throws -> Void = { _ in }) async throws -> Loaded {
        if let there = try await engine.districts().first(where: { $0.code == code }), !there.isGiven {
            return Loaded(district: there.id, wasThere: true)
        }
        let city = try JSONValue(yaml: String(contentsOf: Self.file("city.yaml"), encoding: .utf8))
        let district = try await furnish(named: city["name"]?.string ?? code)
        let configuration = try await engine.configurations.load(district)
        let present = try await engine.now()
        let now = min(now ?? present, present)
        let clock = GivenClock(engine: engine, district: district)
        try await tell(configuration, clock, now: now, progress)
        try await clock.handOver(at: now)
        return Loaded(district: district, wasThere: false)
    }
}

extension SampleCity {
    // MARK: - The district

    private static func file(_ name: String) -> URL { Shipped.folder.appending(path: "sample/\(name)") }

    /// The district with calendars and definitions, then units, people and directory by the ordinary import; no past.
    func furnish(named name: String) async throws -> DistrictID {
        let new = NewDistrict(
            code: code,
            name: name,
            clock: .given,
            definitions: [try Shipped.definition(definition.text), try Shipped.definition("task")]
        )
        let district = try await new.make(engine)
        let importer = Importer(engine: engine, district: district)
        var options = ImportOptions()
        options.isAllOrNothing = true
        let files = [
            (ImportKind.units, "units.csv"), (.people, "people.csv"), (.directory, "directory.csv"),
            (.categories, "categories.yaml"), (.platforms, "platforms.yaml"),
        ]
        for (kind, name) in files {
            let report = try await importer.run(kind, .path(Self.file(name).path), options: options)
            if let line = report.bad.first { throw SampleCityError.badRow(kind, line) }
        }
        return district
    }
}

extension SampleCity {
    // MARK: - The past

    /// A step of a story, with its place in it and its time.
    private struct Moment: Sendable {
        let story: Int
        let number: Int
        let at: Instant
    }

    /// Tells the stories day by day: the day's filings in their order, then its acts, each story's in theirs.
    private func tell(
        _ configuration: DistrictConfiguration,
        _ clock: GivenClock,
        now: Instant,
        _ progress: (Progress) throws -> Void
    ) async throws {
        guard let machine = configuration.machine(latest: definition), let form = MatterForm(machine.definition) else {
            throw ImportError.unknownDefinition(definition)
        }
        let stories = try ["matters.yaml", "waiting.yaml"].flatMap { name in
            try SampleStory.all(yaml: String(contentsOf: Self.file(name), encoding: .utf8), filing: form.act)
        }
        let days = try await calendar(stories, configuration, now: now)
        let moments = stories.indices.flatMap { story in
            stories[story].steps.indices.map { number in
                Moment(story: story, number: number, at: days.instant(stories[story].steps[number].at))
            }
        }.sorted { ($0.at, $0.story, $0.number) < ($1.at, $1.story, $1.number) }
        let office = configuration.calendars.standard
        var tickets: [Int: TicketID] = [:]
        var done = 0
        while done < moments.count {
            let day = office.local(moments[done].at).date
            let today = moments[done...].prefix { office.local($0.at).date == day }
            let teller = Teller(engine, configuration, machine.definition, stories)
            for moment in today where moment.number == 0 {
                tickets[moment.story] = try await teller.tell(moment, of: nil)
            }
            try await teller.tell(Array(today.filter { $0.number > 0 }), of: tickets)
            done += today.count
            if done < moments.count { try await clock.advance(to: moments[done].at) }
            try progress(Progress(done: done, total: moments.count))
        }
    }

    /// The days that the stories mean; those of the first try where this finishes one that broke off.
    private func calendar(
        _ stories: [SampleStory],
        _ configuration: DistrictConfiguration,
        now: Instant
    ) async throws -> SampleCalendar {
        let office = configuration.calendars.standard
        let longest = stories.flatMap { $0.steps.map(\.at.daysBefore) }.max() ?? 1
        var today = office.local(now).date
        let first = try await engine.page(TicketFilter(), in: configuration.id, after: nil, limit: 1).first
        if let first, let filing = stories.first?.steps.first {
            today = SampleCalendar.today(
                office,
                workdays: filing.at.daysBefore,
                after: office.local(first.reportedAt).date
            )
        }
        return SampleCalendar(office, from: today, most: longest)
    }

    /// Submits what the stories tell.
    private struct Teller: Sendable {
        let engine: Engine
        let configuration: DistrictConfiguration
        let definition: WorkflowDefinition
        let stories: [SampleStory]

        init(
            _ engine: Engine,
            _ configuration: DistrictConfiguration,
            _ definition: WorkflowDefinition,
            _ stories: [SampleStory]
        ) {
            self.engine = engine
            self.configuration = configuration
            self.definition = definition
            self.stories = stories
        }

        /// One step; answers with its ticket.
        func tell(_ moment: Moment, of ticket: TicketID?) async throws -> TicketID {
            let story = stories[moment.story]
            let step = story.steps[moment.number]
            let submission = try step.submission(
                story.id,
                number: moment.number,
                target: ticket.map { .ticket($0) } ?? .filing(definition.name),
                at: moment.at,
                configuration,
                definition
            )
            do {
                return try await engine.submit(submission, patience: .seconds(60)).ticket
            } catch {
                switch error {
                case .refused, .rejected, .keyReused:
                    throw SampleCityError.refused(story: story.id, act: step.act, error)
                case .unknownTicket, .unknownDistrict, .unknownDefinition, .busy, .deadlineExceeded, .wrongClock,
                    .stopping, .unavailable, .diskFull, .noKeys, .idTaken, .store:
                    throw error
                }
            }
        }

        /// Many steps: stories beside each other, each story's one after the other.
        func tell(_ moments: [Moment], of tickets: [Int: TicketID]) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (story, steps) in Dictionary(grouping: moments, by: \.story) {
                    group.addTask {
                        for step in steps { _ = try await tell(step, of: tickets[story]) }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
