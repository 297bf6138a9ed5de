/// Further stories: two things at once, urgent ones, and what lies just within or beyond a bound.
enum StoryShelf {
    static let rare: [Story] = [
        Story(
            "bound by a first return, freed by an arbiter",
            Story.signedThen(
                """
                60 liaison return return_code=shared evidence
                60 dispatcher accept_return
                60 dispatcher dispatch lead=6
                60 other_liaison return return_code=not_ours evidence
                60 dispatcher refuse_return reason
                60 other_liaison dispute reason evidence
                60 duty_leader arbitrate ruling=other lead=1 reason into_directory=true
                60 street_head sign
                """
            )
        ),
        Story(
            "asked, then ruled to another",
            Story.signedThen(
                """
                60 liaison ask note
                60 resident supply text
                60 liaison return return_code=shared evidence
                60 dispatcher refuse_return reason
                60 liaison dispute reason evidence
                60 duty_leader arbitrate ruling=other reason
                60 duty_leader arbitrate ruling=other lead=12 reason
                60 duty_leader arbitrate ruling=other lead=6 reason
                60 other_liaison sign
                60 other_liaison ask note
                """
            )
        ),
        Story(
            "a whistle after a return",
            Story.signedThen(
                """
                60 liaison ask_extension extension_days=2 reason
                60 liaison return return_code=shared evidence
                60 dispatcher accept_return
                60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[6] tried
                60 duty_leader refuse_whistle reason
                60 dispatcher whistle whistle_kind=emergency whistle_level=three departments=[6] tried
                60 dispatcher grant_extension
                60 other_liaison #1 sign
                60 other_liaison #1 submit_result text
                60 dispatcher #1 confirm
                60 dispatcher end_whistle outcome=solved text
                60 second_dispatcher verify
                60 second_dispatcher call_back callback=satisfied
                """
            )
        ),
        Story(
            "what waits while a section's answer waits",
            Story.signedThen(
                """
                60 liaison return return_code=shared evidence
                60 dispatcher refuse_return reason
                60 liaison assign_inside section=10
                60 liaison ask_extension extension_days=2 reason
                60 liaison ask_termination termination_reason=lawsuit reason
                60 handler submit_result outcome=solved text
                60 liaison dispute reason evidence
                60 dispatcher grant_extension
                60 promoted_handler approve_answer
                60 dispatcher terminate
                """
            )
        ),
        Story(
            "urgent, disputed",
            """
            0 dispatcher report category=水务 place=2 urgency=urgent text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison sign
            60 liaison return return_code=shared evidence
            60 dispatcher refuse_return reason
            60 liaison dispute reason evidence
            90000 duty_leader arbitrate ruling=stays reason
            """
        ),
        Story(
            "an urgent routine whistle",
            """
            0 dispatcher report category=水务 place=2 urgency=urgent text
            60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[5,6] tried
            60 duty_leader triage_whistle departments=[5,6]
            60 liaison #1 return return_code=not_ours evidence
            60 dispatcher #1 refuse_return reason
            60 liaison #1 dispute reason evidence
            60 duty_leader #1 uphold reason
            60 liaison #1 sign
            60 liaison #1 ask_extension extension_days=11 reason
            60000 liaison #1 ask_extension extension_days=10 reason
            """
        ),
        Story(
            "just beyond the bounds",
            Story.signedThen(
                """
                60 duty_leader supervise reply_days=31
                60 duty_leader supervise reply_days=30
                60 liaison ask_parking parking_days=91 reason
                60 liaison ask_parking parking_days=90 reason
                60 liaison ask_extension extension_days=10 reason
                """
            )
        ),
        Story(
            "a street leads, and no compound does",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch lead=12
            60 dispatcher dispatch lead=1
            60 street_head sign
            """
        ),
        Story(
            "a head's whistle is the street's alone",
            """
            0 odd_head report category=水务 place=2 text
            60 odd_head whistle whistle_kind=emergency whistle_level=one departments=[5] tried
            60 odd_head whistle whistle_kind=emergency whistle_level=three departments=[5] tried
            """
        ),
        Story(
            "asked when a fifth of the time is left, and later",
            """
            0 dispatcher report category=水务/停水 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison sign
            60480 liaison ask_extension extension_days=1 reason
            60 dispatcher refuse_extension
            9000 liaison ask_extension extension_days=1 reason
            """
        ),
        Story(
            "voided by another",
            Story.signedThen(
                """
                60 two_hats ask_void reason
                60 duty_leader void
                """
            )
        ),
        Story(
            "a section's answer waits for ever",
            Story.signedThen(
                """
                60 liaison assign_inside section=10
                60 liaison ask_parking parking_days=10 reason
                60 handler submit_result outcome=solved text
                60 dispatcher grant_parking
                90000 dispatcher note note
                """
            )
        ),
        Story(
            "helpers of an ordinary and of an urgent matter",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch co_handlers=[6]
            900000 other_liaison #1 note note
            60 dispatcher correct urgency=urgent reason
            60 dispatcher co_handle co_handlers=[6]
            90000 other_liaison #2 note note
            """
        ),
        Story(
            "an enforcement whistle, arriving as agreed",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher whistle whistle_kind=enforcement whistle_level=three departments=[5] tried
            60 duty_leader triage_whistle departments=[5,6] arrive_by=+7200
            9000 liaison #1 note note
            60 dispatcher #1 check_in rank=section_head
            60 liaison #1 submit_result text
            60 dispatcher #1 send_back reason
            """
        ),
        Story(
            "an enforcement whistle without a time",
            """
            0 dispatcher report category=水务 place=2 urgency=urgent text
            60 dispatcher whistle whistle_kind=enforcement whistle_level=three departments=[5] tried
            60 duty_leader triage_whistle departments=[5]
            90000 liaison #1 note note
            """
        ),
    ]
}
