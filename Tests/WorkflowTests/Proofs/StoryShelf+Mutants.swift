/// Stories each told for a slip that nothing else shows: told first, so that their moments are among those that are kept.
extension StoryShelf {
    static let mutants: [Story] = [
        Story(
            "through a village",
            """
            0 village_dispatcher report category=水务 place=8 text
            60 village_dispatcher accept
            60 village_dispatcher split category=园林 place=8 text
            60 village_dispatcher dispatch
            60 liaison sign
            60 village_dispatcher reassign lead=6 reason
            60 other_liaison sign
            60 other_liaison submit_result outcome=solved text
            60 village_dispatcher verify
            60 village_dispatcher call_back callback=satisfied
            """
        ),
        Story(
            "at a village without an act of its own",
            """
            0 resident report category=水务 place=8 text
            60 village_dispatcher elevate
            60 street_dispatcher send_down unit_below=8
            60 village_dispatcher accept
            """
        ),
        Story(
            "held to it by its first return, and given up a level",
            Story.signedThen(
                """
                60 liaison return return_code=shared evidence
                60 dispatcher accept_return
                60 dispatcher elevate
                60 street_dispatcher note note
                60 street_dispatcher accept
                """
            )
        ),
        Story(
            "held to it, merged, and called back",
            Story.signedThen(
                """
                60 liaison return return_code=shared evidence
                60 dispatcher accept_return
                60 dispatcher dispatch lead=6
                60 dispatcher merge main=93
                60 clock main_ended ended=closed handler=104
                60 dispatcher note note
                60 dispatcher call_back callback=satisfied
                """
            )
        ),
        Story(
            "a task done again by a unit that had not come",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[5] tried
            60 duty_leader triage_whistle departments=[5]
            60 liaison #1 sign
            60 liaison #1 submit_result text
            60 dispatcher #1 send_back reason
            60 dispatcher #1 check_in rank=section_head
            """
        ),
        Story(
            "a complex matter, asked two days before its end",
            """
            0 dispatcher report category=园林 place=2 text
            60 dispatcher accept grade=complex
            60 dispatcher dispatch
            60 other_liaison sign
            1468800 other_liaison ask_extension extension_days=1 reason
            """
        ),
        Story(
            "an extension of a task is not decided while it is disputed",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[5] tried
            60 duty_leader triage_whistle departments=[5]
            60 liaison #1 sign
            60 liaison #1 return return_code=not_ours evidence
            60 dispatcher #1 refuse_return reason
            60 liaison #1 ask_extension extension_days=1 reason
            60 liaison #1 dispute reason evidence
            60 dispatcher #1 grant_extension
            """
        ),
        Story(
            "a late entry is decided although the matter was merged",
            Story.dispatchedThen(
                """
                80000 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
                60 dispatcher merge main=93
                60 duty_leader grant_backdating
                """
            )
        ),
        Story(
            "nobody decides an extension: the street hears of it",
            Story.signedThen(
                """
                60 liaison ask_extension extension_days=1 reason
                200000 dispatcher note note
                """
            )
        ),
        Story(
            "a section does not take back what its department returned",
            Story.signedThen(
                """
                60 liaison assign_inside section=10
                60 liaison return return_code=shared evidence
                60 handler withdraw_step
                """
            )
        ),
        Story(
            "complained of after its task was made",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch lead=6 co_handlers=[5,14] summary
            60 liaison #1 sign
            60 liaison #1 assign_inside section=10
            60 dispatcher name_complained complained_people=[116]
            60 clerk #1 note note
            60 dispatcher name_complained complained_of=[5]
            60 liaison #1 submit_result text
            60 dispatcher #2 note note
            """
        ),
        Story(
            "complained of, and the task hears of it late",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher whistle whistle_kind=emergency whistle_level=three departments=[5,6] tried
            60 liaison #1 submit_result text
            60 dispatcher name_complained complained_of=[5]
            60 dispatcher name_complained complained_of=[5,2]
            60 street_dispatcher #2 note note
            """
        ),
        Story(
            "restricted after its task was made",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch lead=6 co_handlers=[5]
            60 dispatcher restrict restriction=minor informed=[103]
            60 clerk #1 note note
            60 duty_leader inform informed=[103,116]
            60 clerk #1 note note
            """
        ),
        Story(
            "a whistled matter is voided",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader whistle whistle_kind=emergency whistle_level=three departments=[5] tried
            60 liaison #1 sign
            60 liaison #1 submit_result text
            60 stairwell_leader #1 confirm
            60 stairwell_leader ask_void reason
            60 building_leader void
            """
        ),
        Story(
            "given up when the departments have reported in",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[5] tried
            60 duty_leader triage_whistle departments=[5]
            60 liaison #1 sign
            60 liaison #1 submit_result text
            60 dispatcher #1 confirm
            60 dispatcher ask_termination termination_reason=lawsuit reason
            60 duty_leader terminate
            """
        ),
        Story(
            "restricted before it was whistled: the task is as restricted",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher restrict restriction=minor informed=[103]
            60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[5] tried
            60 dispatcher inform informed=[103,110]
            60 duty_leader triage_whistle departments=[5]
            60 clerk #1 note note
            60 liaison #1 note note
            """
        ),
    ]
}
