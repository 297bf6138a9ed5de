package import Workflow

extension DistrictConfiguration {
    /// The same configuration with other units, and posts that went with them: what a dry run decides by.
    package func with(territory: UnitTree, posts: PostBook?) -> DistrictConfiguration {
        DistrictConfiguration(
            id: id,
            code: code,
            name: name,
            revision: revision,
            territory: territory,
            calendars: calendars,
            calendarTexts: calendarTexts,
            directory: directory,
            categories: categories,
            platforms: Array(platforms.values),
            people: Array(people.values),
            machines: Array(machines.values),
            posts: posts,
            messages: messages
        )
    }
}
