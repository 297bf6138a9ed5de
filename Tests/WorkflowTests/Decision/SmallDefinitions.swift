import Shipped
import Workflow

/// Small definitions for what the shipped one does not have.
enum SmallDefinitions {
    /// A matter whose clock `whole` stands still while it is parked.
    static func parking() throws -> Machine {
        try machine(
            """
            definition: parking
            title: {zh: 停放, en: Parking}
            ladder: [building, grid, community, street]
            fields:
              category: {title: {zh: 类别, en: Category}, form: category}
              place: {title: {zh: 地点, en: Place}, form: unit}
              text: {title: {zh: 内容, en: Text}, form: words, max: 100}
              grade:
                title: {zh: 难易, en: Grade}
                form: choice
                keep: true
                choices: {complex: {zh: 疑难, en: complex}, quick: {zh: 快办, en: quick}, day: {zh: 日历日, en: day}}
              target: {title: {zh: 上级时限, en: Target}, form: instant, keep: true}
            clocks:
              whole:
                title: {zh: 办理时限, en: Whole}
                limit: {given: target, else: {from: directory, else: {field: grade, values: {complex: 10wd, quick: 2wd, day: 48h}, else: 5wd}}}
                warnings: [50%]
                warn: [desk]
                ladder: chase
                pauses: [parked]
              parked: {title: {zh: 停放时限, en: Parked}, limit: 20wd, ladder: go_on}
            ladders:
              chase: [{after: '0', tell: [desk]}, {after: 1wd, do: nudge}, {after: 2wd, do: nudge}]
              go_on: [{after: '0', do: unpark}]
            states:
              open: {title: {zh: 办理中, en: Open}, responsible: desk, clocks: [whole]}
              parked: {title: {zh: 停放, en: Parked}, responsible: desk, clocks: [parked]}
              done: {title: {zh: 办结, en: Done}, final: true}
            actions:
              report: {title: {zh: 上报, en: Report}, from: new, by: [anyone], needs: [category, place, text], may: [grade, target], to: open}
              park: {title: {zh: 停放, en: Park}, from: [open], by: [desk], to: parked}
              unpark: {title: {zh: 续办, en: Go on}, from: [parked], by: [desk, clock], to: open}
              nudge: {title: {zh: 催办, en: Nudge}, from: [open], by: [clock], effects: [{count: nudges}]}
              correct: {title: {zh: 更正, en: Correct}, from: open, by: [desk], may: [category, grade, target], effects: [reclassify]}
              regrade: {title: {zh: 定级, en: Grade}, from: open, by: [desk], may: [grade, target]}
              finish: {title: {zh: 办结, en: Finish}, from: open, by: [desk], to: done}
            """
        )
    }

    /// Two clocks of one state: the act of the first waits for a count that the second one makes.
    static func waiting() throws -> Machine {
        try machine(
            """
            definition: waiting
            title: {zh: 等待, en: Waiting}
            ladder: [building, grid, community, street]
            fields:
              category: {title: {zh: 类别, en: Category}, form: category}
              place: {title: {zh: 地点, en: Place}, form: unit}
              text: {title: {zh: 内容, en: Text}, form: words, max: 100}
            clocks:
              first: {title: {zh: 先, en: First}, limit: 1h, ladder: move}
              second: {title: {zh: 后, en: Second}, limit: 2h, ladder: count}
              third: {title: {zh: 另, en: Third}, limit: 3h, ladder: move_twice}
            ladders:
              move: [{after: '0', do: advance}]
              count: [{after: '0', do: tick}]
              move_twice: [{after: '0', do: finish}, {after: '0', do: tick}, {after: 1h, do: tick}]
            states:
              open: {title: {zh: 办理中, en: Open}, responsible: desk, clocks: [first, second]}
              late: {title: {zh: 迟, en: Late}, responsible: desk, clocks: [third]}
              done: {title: {zh: 办结, en: Done}, final: true}
            actions:
              report: {title: {zh: 上报, en: Report}, from: new, by: [anyone], needs: [category, place, text], to: open}
              advance: {title: {zh: 前进, en: Advance}, from: [open], by: [clock], guards: [{at_least: {ticks: 1}}], to: late}
              tick: {title: {zh: 计数, en: Tick}, from: [open, late], by: [desk, clock], effects: [{count: ticks}]}
              finish: {title: {zh: 办结, en: Finish}, from: [late], by: [desk, clock], to: done}
            """
        )
    }

    private static func machine(_ yaml: String) throws -> Machine {
        Machine(definition: try WorkflowDefinition(document: JSONValue(yaml: yaml)), version: 1)
    }
}
