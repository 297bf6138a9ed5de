import Workflow

/// Lives told by hand: what random lives seldom come to.
struct Story: Sendable {
    let name: String
    let life: Life

    /// Reads a story.
    ///
    /// Each line: seconds since the line before, who, act, and what is given (`field=value`; a bare field: some text).
    /// `#1` before the act: on the first task.
    init(_ name: String, _ text: String) {
        let monday = Instant(seconds: 1_767_576_600)  // 2026-01-05 09:30 in China
        self.name = name
        life = Life(start: monday, tries: text.split(separator: "\n").map { Self.line(String($0).words) })
    }

    private static func line(_ words: [String]) -> Try {
        var rest = words[2...]
        var on = 0
        if let task = rest.first, task.hasPrefix("#") {
            on = Int(task.dropFirst()) ?? 0
            rest = rest.dropFirst()
        }
        let who = words[1].replacing("_", with: " ")
        guard let by = Ground.people.firstIndex(where: { $0.name == who }), let word = rest.first,
            let act = ActionName(word)
        else { preconditionFailure("not a line of a story: \(words)") }
        var next = Try(pause: Int64(words[0]) ?? 0, on: on, by: by, act: act)
        for word in rest.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let field = FieldName(parts[0]) else { continue }
            guard parts.count == 2 else {
                next.words.insert(field)
                continue
            }
            if parts[1].hasPrefix("[") {
                next.input[field] = .array(
                    parts[1].dropFirst().dropLast().split(separator: ",").map { word in
                        Int64(word).map { .int($0) } ?? .string(String(word))
                    }
                )
            } else if parts[1].hasPrefix("+") || parts[1].hasPrefix("-") {
                next.times[field] = Int64(parts[1]) ?? 0
            } else {
                let word: JSONValue = parts[1] == "true" ? true : .string(parts[1])
                next.input[field] = Int64(parts[1]).map { .int($0) } ?? word
            }
        }
        return next
    }

    private static let begun = """
        0 dispatcher report category=水务 place=2 text
        60 dispatcher accept
        """
    private static let signed =
        begun + "\n" + """
            60 dispatcher dispatch
            60 liaison sign
            """

    static let all: [Story] =
        StoryShelf.mutants + ordinary + StoryShelf.rare + StoryShelf.later + StoryShelf.platforms

    static func dispatchedThen(_ rest: String) -> String { begun + "\n60 dispatcher dispatch\n" + rest }

    static func signedThen(_ rest: String) -> String { signed + "\n" + rest }

    private static let ordinary: [Story] = [
        Story(
            "two returns are all",
            signed + "\n" + """
                60 liaison return return_code=not_ours evidence
                60 dispatcher refuse_return reason
                60 liaison return return_code=not_ours evidence
                60 dispatcher refuse_return reason
                60 liaison return return_code=not_ours evidence
                60 liaison dispute reason evidence
                60 duty_leader confer note
                60 district_head arbitrate ruling=other lead=6 reason
                """
        ),
        Story(
            "an arbiter who does not come",
            signed + "\n" + """
                60 liaison return return_code=shared evidence
                60 dispatcher refuse_return reason
                60 liaison dispute reason evidence
                900000 dispatcher note note
                """
        ),
        Story(
            "a whistle from the stairs",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader whistle whistle_kind=emergency whistle_level=three departments=[5] tried
            60 liaison #1 return return_code=not_ours evidence
            60 stairwell_leader #1 refuse_return reason
            60 liaison #1 dispute reason evidence
            900000 building_leader #1 uphold reason
            9000000 stairwell_leader #1 note note
            9000000 stairwell_leader note note
            """
        ),
        Story(
            "up all levels",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader elevate
            60 building_leader elevate
            60 grid_worker elevate
            60 compound_head elevate
            60 dispatcher elevate
            60 street_dispatcher elevate
            """
        ),
        Story(
            "three calls",
            signed + "\n" + """
                60 two_hats submit_result outcome=solved text
                60 two_hats verify
                60 dispatcher verify
                60 two_hats call_back callback=no_answer
                60 dispatcher call_back callback=no_answer
                60 dispatcher close
                60 dispatcher call_back callback=refused
                60 dispatcher close
                60 dispatcher call_back callback=bad_number
                60 liaison close
                60 dispatcher close
                """
        ),
        Story(
            "silence closes",
            signed + "\n" + """
                60 head submit_result outcome=solved text
                60 dispatcher verify
                60 dispatcher call_back callback=no_answer
                9000000 dispatcher note note
                """
        ),
        Story(
            "contacted once, then dispatched again",
            signed + "\n" + """
                60 liaison first_contact contacted_by=phone
                60 liaison return return_code=not_ours evidence
                60 dispatcher accept_return
                60 dispatcher dispatch lead=6
                60 other_liaison sign
                60 other_liaison submit_result outcome=solved text
                """
        ),
        Story(
            "who asks does not decide",
            signed + "\n" + """
                60 two_hats ask_extension extension_days=3 reason
                60 two_hats grant_extension
                60 dispatcher grant_extension
                60 two_hats ask_parking parking_days=10 reason
                60 two_hats grant_parking
                60 two_hats ask_termination termination_reason=lawsuit reason
                60 two_hats terminate
                60 two_hats refuse_termination
                60 two_hats ask_void reason
                60 two_hats void
                60 two_hats refuse_void
                60 dispatcher grant_parking
                9000000 dispatcher note note
                """
        ),
        Story(
            "an extension asked too late, or too often",
            signed + "\n" + """
                60 liaison ask_extension extension_days=11 reason
                60 liaison ask_extension extension_days=1 reason
                60 liaison ask_extension extension_days=1 reason
                60 duty_leader grant_extension
                60 liaison ask_extension extension_days=1 reason
                200000 other_liaison ask_extension extension_days=1 reason
                """
        ),
        Story(
            "an expiry while an extension waits",
            """
            0 dispatcher report category=水务/停水 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison sign
            60 liaison ask_extension extension_days=10 reason
            88200 dispatcher grant_extension
            """
        ),
        Story(
            "a section answers",
            signed + "\n" + """
                60 liaison assign_inside section=10
                60 handler submit_result outcome=solved text
                60 handler approve_answer
                60 clerk approve_answer
                60 head refuse_answer reason
                60 both submit_result outcome=solved text
                60 two_hats withdraw_step
                60 handler submit_result outcome=solved text
                60 handler withdraw_step
                60 handler submit_result outcome=solved text
                60 liaison approve_answer
                60 handler withdraw_step
                60 handler return_inside reason
                """
        ),
        Story(
            "a complex answer wants a head",
            begun + "\n" + """
                60 dispatcher dispatch grade=complex
                60 liaison sign
                60 liaison assign_inside section=10
                60 handler submit_result outcome=solved text
                60 liaison approve_answer
                60 deputy_head approve_answer
                """
        ),
        Story(
            "planned is parked, renewed, resumed",
            signed + "\n" + """
                60 liaison submit_result outcome=planned text
                60 liaison submit_result outcome=planned text parking_days=30
                60 liaison ask_parking parking_days=20 reason
                60 dispatcher refuse_parking reason
                60 liaison submit_result outcome=planned text parking_days=30
                60 dispatcher grant_parking
                60 dispatcher renew_parking parking_days=20 reason
                60 liaison resume
                60 liaison ask_parking parking_days=90 reason
                60 duty_leader grant_parking parking_days=1
                200000 dispatcher note note
                """
        ),
        Story(
            "done again, withdrawn",
            signed + "\n" + """
                60 liaison submit_result outcome=solved text
                60 dispatcher send_back reason
                60 liaison submit_result outcome=solved text
                60 liaison withdraw_step
                60 liaison submit_result outcome=solved text
                60 dispatcher verify
                60 dispatcher call_back callback=dissatisfied
                60 liaison submit_result outcome=solved text
                60 dispatcher verify
                60 dispatcher call_back callback=satisfied
                """
        ),
        Story(
            "a whistle",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[5,6] tried
            60 duty_leader triage_whistle departments=[5,6]
            60 liaison #1 sign
            60 two_hats #1 ask_extension extension_days=3 reason
            60 two_hats #1 grant_extension
            60 dispatcher #1 refuse_extension
            60 two_hats #1 submit_result text
            60 two_hats #1 confirm
            60 two_hats #1 send_back reason
            60 dispatcher #1 confirm
            60 dispatcher #1 rate rating=good
            60 other_liaison #2 return return_code=not_ours evidence
            60 dispatcher #2 refuse_return reason
            60 other_liaison #2 return return_code=not_ours evidence
            60 dispatcher #2 refuse_return reason
            60 other_liaison #2 return return_code=not_ours evidence
            60 other_liaison #2 dispute reason evidence
            60 duty_leader #2 excuse reason
            60 dispatcher end_whistle outcome=solved text
            """
        ),
        Story(
            "the rank that must come",
            """
            0 street_head report category=水务 place=1 text
            60 street_head whistle whistle_kind=emergency whistle_level=one departments=[5] tried
            60 street_head #1 check_in rank=deputy_head
            60 street_head #1 check_in rank=department_head
            60 street_head #1 check_in rank=department_head
            """
        ),
        Story(
            "a head's own whistle",
            """
            0 street_dispatcher report category=水务 place=1 text
            60 street_dispatcher whistle whistle_kind=emergency whistle_level=one departments=[5] tried
            60 street_dispatcher whistle whistle_kind=emergency whistle_level=three departments=[5] tried
            60 street_dispatcher whistle whistle_kind=emergency whistle_level=two departments=[5] tried
            60 street_head #1 check_in rank=section_head
            60 street_head #1 check_in rank=deputy_head
            """
        ),
        Story(
            "sent down, but not what is a department's own",
            """
            0 street_dispatcher report category=上收 place=2 text
            60 street_dispatcher send_down unit_below=2
            60 street_dispatcher correct category=配合 reason
            60 street_dispatcher send_down unit_below=2
            60 street_dispatcher correct category=其他 reason
            60 street_dispatcher send_down unit_below=5
            60 street_dispatcher send_down unit_below=2
            60 dispatcher send_down unit_below=3
            60 grid_worker ask note
            60 grid_worker supply text
            60 grid_worker ask note
            60 grid_worker elevate
            """
        ),
    ]
}
