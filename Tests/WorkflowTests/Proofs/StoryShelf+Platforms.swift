/// Stories of matters that a platform above sent, and waits for (上级平台, 回填).
extension StoryShelf {
    private static let sent = """
        0 dispatcher report category=水务 place=2 text upper_platform=hotline upper_number=SZ/2026-1 upper_due=+864000 \
        upper_return_by=+90000
        60 dispatcher accept
        """
    private static let handled =
        sent + "\n" + """
            60 dispatcher dispatch
            60 liaison sign
            60 liaison submit_result outcome=solved text
            """

    static let platforms: [Story] = [
        Story(
            "answered above once all is over",
            handled + "\n" + """
                60 second_dispatcher verify
                60 dispatcher call_back callback=satisfied
                60 liaison fill_back
                60 resident withdraw_matter reason
                60 dispatcher note note
                60 second_dispatcher fill_back note
                60 dispatcher fill_back
                """
        ),
        Story(
            "answered above before it is verified",
            handled + "\n" + """
                60 dispatcher fill_back
                60 dispatcher fill_back
                60 second_dispatcher verify
                60 dispatcher fill_back
                60 dispatcher call_back callback=satisfied
                """
        ),
        Story(
            "answered above, and done again",
            handled + "\n" + """
                60 second_dispatcher verify
                60 dispatcher fill_back
                60 resident call_back callback=dissatisfied
                60 liaison fill_back
                60 dispatcher fill_back
                60 liaison submit_result outcome=explained text
                60 dispatcher fill_back
                60 second_dispatcher send_back reason
                60 liaison submit_result outcome=solved text
                60 second_dispatcher verify
                60 resident call_back callback=satisfied
                60 dispatcher fill_back
                """
        ),
        Story(
            "nobody calls back, nobody answers above",
            handled + "\n" + """
                60 second_dispatcher verify
                60 dispatcher call_back callback=no_answer
                900000 dispatcher note note
                900000 dispatcher fill_back
                """
        ),
        Story(
            "three calls, closed by hand",
            handled + "\n" + """
                60 second_dispatcher verify
                60 dispatcher call_back callback=no_answer
                60 dispatcher call_back callback=no_answer
                60 dispatcher call_back callback=no_answer
                60 dispatcher close
                20 dispatcher fill_back
                """
        ),
        Story(
            "nothing to answer above while the department looks at its own answer",
            sent + "\n" + """
                60 dispatcher dispatch
                60 liaison sign
                60 liaison assign_inside section=10
                60 handler submit_result outcome=solved text
                60 dispatcher fill_back
                60 head approve_answer
                60 dispatcher fill_back
                """
        ),
        Story(
            "declined, and said so above",
            """
            0 dispatcher report category=水务 place=2 text upper_platform=hotline upper_number=SZ-2
            60 dispatcher decline reason route
            60 dispatcher fill_back
            """
        ),
        Story(
            "resolved at the base, and said so above",
            sent + "\n" + """
                60 dispatcher resolve_here text
                60 duty_leader fill_back
                60 dispatcher fill_back
                """
        ),
        Story(
            "taken back by the resident, and said so above",
            sent + "\n" + """
                60 resident withdraw_matter reason
                60 resident withdraw_matter reason
                60 dispatcher fill_back
                """
        ),
        Story(
            "terminated and voided, and said so above",
            sent + "\n" + """
                60 dispatcher ask_void reason
                60 duty_leader refuse_void
                60 dispatcher ask_termination termination_reason=lawsuit reason
                60 dispatcher ask_void reason
                60 duty_leader terminate
                60 duty_leader terminate
                60 dispatcher fill_back
                """
        ),
        Story(
            "entered by mistake, and said so above",
            sent + "\n" + """
                60 dispatcher ask_void reason
                60 duty_leader void
                60 dispatcher ask_termination termination_reason=lawsuit reason
                60 dispatcher ask_void reason
                60 duty_leader void
                60 dispatcher fill_back
                """
        ),
        Story(
            "terminated while it waits to be answered above",
            sent + "\n" + """
                60 dispatcher ask_termination termination_reason=lawsuit reason
                60 dispatcher resolve_here text
                60 duty_leader terminate
                60 duty_leader refuse_termination
                60 dispatcher fill_back
                """
        ),
        Story(
            "no end over an open task, owed or not",
            sent + "\n" + """
                60 dispatcher dispatch lead=5 co_handlers=[6]
                60 resident withdraw_matter reason
                60 liaison return return_code=not_ours evidence
                60 dispatcher accept_return
                60 dispatcher resolve_here text
                60 dispatcher elevate
                60 street_dispatcher decline reason route
                60 street_dispatcher ask_void reason
                60 district_head void
                60 street_dispatcher ask_termination termination_reason=lawsuit reason
                60 street_dispatcher accept
                60 street_dispatcher ask_termination termination_reason=lawsuit reason
                60 district_head terminate
                60 other_liaison #1 sign
                60 other_liaison #1 submit_result text
                60 street_dispatcher #1 confirm
                60 district_head terminate
                60 street_dispatcher fill_back
                """
        ),
        Story(
            "the platform's time runs out",
            """
            0 dispatcher report category=水务 place=2 text upper_platform=hotline upper_number=SZ-3 upper_due=+40000
            60 dispatcher accept
            90000 dispatcher note note
            60 dispatcher correct reason upper_due=+400000
            60 dispatcher dispatch
            400000 liaison sign
            """
        ),
        Story(
            "an urgent one of the platform",
            """
            0 dispatcher report category=水务 place=2 text urgency=urgent upper_platform=hotline upper_number=SZ-4 \
            upper_due=+86400 upper_return_by=+3000
            60 dispatcher accept
            60 dispatcher dispatch
            1200 liaison return return_code=not_ours evidence
            600 liaison return return_code=not_ours evidence
            80000 liaison note note
            """
        ),
        Story(
            "returned early enough for the platform's own cut-off",
            """
            0 dispatcher report category=水务 place=2 text upper_platform=hotline upper_number=SZ-5 upper_return_by=+14400
            60 dispatcher accept
            60 dispatcher dispatch
            2400 liaison return return_code=not_ours evidence
            60 dispatcher refuse_return reason
            7200 liaison return return_code=not_ours evidence
            20000 dispatcher note note
            """
        ),
        Story(
            "no platform waits",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison sign
            60 liaison submit_result outcome=solved text
            60 dispatcher fill_back
            60 second_dispatcher verify
            60 dispatcher fill_back
            60 dispatcher call_back callback=satisfied
            """
        ),
        Story(
            "a number without a platform owes nothing",
            """
            0 dispatcher report category=水务 place=2 text upper_number=SZ-6
            60 dispatcher resolve_here text
            """
        ),
        Story(
            "two of the platform's in one: each is answered",
            """
            0 dispatcher report category=水务 place=2 text upper_platform=hotline upper_number=SZ-7 upper_due=+864000
            60 dispatcher merge main=91
            """
        ),
    ]
}
