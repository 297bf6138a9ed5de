/// Stories of drafts, of what is entered later, of matters that hang together, and of who is kept away.
extension StoryShelf {
    static let later: [Story] = [
        Story(
            "a draft handed in",
            """
            0 dispatcher save_draft category=水务 place=2 text
            60 liaison hand_in
            60 second_dispatcher hand_in
            60 second_dispatcher discard
            60 dispatcher hand_in grade=complex
            60 dispatcher discard
            60 dispatcher accept
            """
        ),
        Story(
            "a draft forgotten",
            """
            0 dispatcher save_draft category=水务 place=2 text
            60 dispatcher ask_void reason
            9000000 dispatcher hand_in
            """
        ),
        Story(
            "dispatched by telephone, granted",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            12000 dispatcher dispatch occurred_at=-13000 call_number call_person call_outcome
            0 dispatcher dispatch occurred_at=+60 call_number call_person call_outcome
            0 dispatcher dispatch occurred_at=-9000 call_number call_person
            0 dispatcher dispatch occurred_at=-9000 call_number call_outcome
            0 dispatcher dispatch occurred_at=-9000 call_person call_outcome
            0 dispatcher dispatch occurred_at=-9000 call_number call_person call_outcome
            60 dispatcher grant_backdating
            60 duty_leader grant_backdating
            60 duty_leader refuse_backdating
            """
        ),
        Story(
            "dispatched by telephone, too late all the same",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            87000 dispatcher dispatch occurred_at=-86500 call_number call_person call_outcome
            0 dispatcher dispatch occurred_at=-86400 call_number call_person call_outcome
            60 duty_leader refuse_backdating
            """
        ),
        Story(
            "dispatched by telephone a moment before a day ago",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            86500 dispatcher dispatch occurred_at=-86300 call_number call_person call_outcome
            60 liaison sign
            900000 liaison note note
            """
        ),
        Story(
            "dispatched by telephone after its time",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            12000 dispatcher dispatch occurred_at=-100 call_number call_person call_outcome
            60 duty_leader grant_backdating
            """
        ),
        Story(
            "signed by the clock, and by telephone before",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison record_signing occurred_at=-30 call_number call_person call_outcome
            80000 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
            60 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
            60 liaison first_contact occurred_at=-600 call_number call_person call_outcome
            600000 liaison note note
            60 liaison submit_result outcome=solved text
            60 dispatcher send_back reason
            60 liaison record_signing occurred_at=-600 call_number call_person call_outcome
            """
        ),
        Story(
            "a signing granted, and not claimed again",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch
            80000 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
            60 duty_leader grant_backdating
            60 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
            """
        ),
        Story(
            "come in time, entered later",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader whistle whistle_kind=emergency whistle_level=three departments=[5,6] tried summary
            9000 stairwell_leader #1 check_in rank=section_head occurred_at=-8000 call_number call_person call_outcome
            60 stairwell_leader #1 grant_backdating
            60 building_leader #1 grant_backdating
            60 building_leader #1 refuse_backdating
            60 stairwell_leader #2 check_in rank=section_head occurred_at=-8500 call_number call_person call_outcome
            60 duty_leader #2 refuse_backdating
            60 duty_leader #2 grant_backdating
            """
        ),
        Story(
            "come in time, and nobody decides",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader whistle whistle_kind=emergency whistle_level=three departments=[5] tried
            9000 stairwell_leader #1 check_in rank=section_head occurred_at=-8000 call_number call_person call_outcome
            60 liaison #1 ask_extension extension_days=1 reason
            900000 liaison #1 note note
            """
        ),
        Story(
            "merged, parted, merged again, called back",
            Story.signedThen(
                """
                60 dispatcher merge main=91
                60 dispatcher merge main=94
                60 liaison merge main=93
                60 dispatcher merge main=93
                60 liaison main_ended
                60 dispatcher unmerge main=94 reason
                60 dispatcher unmerge main=93 reason
                60 liaison first_contact
                60 duty_leader merge main=94
                60 clock main_ended ended=withdrawn
                60 dispatcher merge main=93
                60 clock main_ended ended=closed handler=104
                60 second_dispatcher call_back callback=satisfied
                60 dispatcher call_back callback=dissatisfied
                60 liaison note note
                60 dispatcher merge main=93
                60 clock main_ended ended=self_resolved
                60 dispatcher call_back callback=satisfied
                """
            )
        ),
        Story(
            "the resident's own word",
            Story.signedThen(
                """
                60 liaison submit_result outcome=solved text
                60 dispatcher verify
                60 resident call_back callback=no_answer
                60 resident call_back callback=dissatisfied
                60 liaison submit_result outcome=solved text
                60 dispatcher verify
                60 dispatcher call_back callback=no_answer
                60 resident call_back callback=satisfied
                """
            )
        ),
        Story(
            "merged early, and the main matter lasts",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher merge main=93
            9000000 dispatcher note note
            60 dispatcher unmerge main=93 reason
            60 dispatcher accept
            60 dispatcher merge main=93
            60 dispatcher unmerge main=93 reason
            60 dispatcher dispatch
            60 dispatcher merge main=93
            60 dispatcher note note
            60 dispatcher unmerge main=93 reason
            60 liaison return return_code=not_ours evidence
            60 dispatcher merge main=93
            """
        ),
        Story(
            "in hand at the grid, split and merged",
            """
            0 grid_worker report category=其他 place=3 text
            60 grid_worker accept
            60 grid_worker split category=水务 place=3 text title
            60 grid_worker split category=水务 place=5 text
            60 dispatcher merge main=93
            60 dispatcher unmerge main=93 reason
            60 grid_worker elevate
            60 compound_head elevate
            60 dispatcher accept
            600 dispatcher split category=园林 place=8 text
            60 dispatcher split category=园林 place=2 text
            """
        ),
        Story(
            "it comes again",
            """
            0 dispatcher repeat earlier=92 category=水务 place=2 text
            60 dispatcher repeat earlier=93 category=水务 place=2 text
            60 resident repeat earlier=91 category=水务 place=2 text
            """
        ),
        Story(
            "given to another",
            Story.signedThen(
                """
                60 liaison reassign lead=6 reason
                60 dispatcher reassign lead=12 reason
                60 liaison ask_termination termination_reason=lawsuit reason
                60 dispatcher reassign lead=6 reason
                60 dispatcher refuse_termination
                60 liaison ask note
                60 resident supply text
                60 dispatcher reassign lead=6 reason
                60 other_liaison sign
                60 other_liaison ask note
                60 resident supply text
                60 other_liaison submit_result outcome=solved text
                60 dispatcher send_back reason
                60 duty_leader reassign lead=5 reason
                """
            )
        ),
        Story(
            "complained of while its return waits",
            Story.signedThen(
                """
                60 liaison return return_code=shared evidence
                60 liaison name_complained complained_of=[5]
                60 dispatcher name_complained
                60 dispatcher name_complained complained_of=[9]
                60 dispatcher name_complained complained_of=[5]
                60 liaison withdraw_step
                60 dispatcher refuse_return reason
                60 liaison note note
                60 dispatcher reassign lead=5 reason
                60 dispatcher reassign lead=6 reason
                60 dispatcher co_handle co_handlers=[5]
                60 duty_leader name_complained complained_of=[2,5]
                60 dispatcher note note
                60 street_dispatcher note note
                """
            )
        ),
        Story(
            "a section complained of, then its people",
            Story.signedThen(
                """
                60 liaison assign_inside section=10
                60 dispatcher name_complained complained_people=[105]
                60 liaison note note
                60 dispatcher name_complained complained_of=[10]
                60 clerk assign_inside section=10
                60 handler note note
                60 dispatcher co_handle co_handlers=[6] summary
                60 dispatcher #1 note note
                """
            )
        ),
        Story(
            "complained of below, elevated past",
            """
            0 grid_worker report category=水务 place=3 complained_of=[12] text
            60 grid_worker elevate
            60 dispatcher send_down unit_below=12
            60 dispatcher send_down unit_below=4
            60 compound_head note note
            """
        ),
        Story(
            "restricted",
            Story.signedThen(
                """
                60 liaison inform informed=[103]
                60 dispatcher restrict restriction=sensitive informed=[103]
                60 second_dispatcher note note
                60 clerk first_contact
                60 head first_contact
                60 deputy_head ask note
                60 dispatcher supply text
                60 street_dispatcher note note
                60 duty_leader inform informed=[116]
                60 clerk first_contact
                60 dispatcher note note
                60 street_head instruct text
                60 street_dispatcher co_handle co_handlers=[6]
                60 liaison co_handle co_handlers=[6]
                60 other_liaison #1 sign
                60 other_head #1 submit_result text
                60 other_liaison note note
                60 two_hats #1 note note
                """
            )
        ),
        Story(
            "proof as asked",
            """
            0 dispatcher report category=园林/古树 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison #1 sign
            60 liaison #1 submit_result text
            60 dispatcher #1 confirm
            60 other_liaison sign
            60 other_liaison submit_result outcome=solved text
            60 other_liaison submit_result outcome=solved proof=[photo] text
            60 other_liaison submit_result outcome=solved proof=[photo,measurement] text
            60 dispatcher send_back reason
            60 other_liaison submit_result outcome=solved proof=[account] text
            """
        ),
        Story(
            "nobody is to help",
            """
            0 dispatcher report category=园林/古树 place=2 complained_of=[5] text
            60 dispatcher accept
            60 dispatcher dispatch co_handlers=[]
            60 dispatcher withdraw_step
            60 dispatcher dispatch
            60 other_liaison sign
            """
        ),
        Story(
            "by whom nothing is begun",
            """
            0 clock repeat earlier=91 category=水务 place=2 text
            60 clock save_draft category=水务 place=2 text
            60 resident save_draft category=水务 place=2 text
            """
        ),
        Story(
            "a claim waits while others decide",
            Story.dispatchedThen(
                """
                80000 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
                60 liaison return return_code=shared evidence
                60 dispatcher refuse_return reason
                60 liaison dispute reason evidence
                60 dispatcher note note
                60 duty_leader arbitrate ruling=stays reason
                60 liaison assign_inside section=10
                60 handler submit_result outcome=solved text
                60 handler note note
                60 liaison approve_answer
                60 dispatcher note note
                """
            )
        ),
        Story(
            "a claim waits while a whistle is blown",
            Story.dispatchedThen(
                """
                80000 liaison record_signing occurred_at=-79990 call_number call_person call_outcome
                60 liaison return return_code=shared evidence
                60 dispatcher accept_return
                60 dispatcher whistle whistle_kind=routine whistle_level=three departments=[6] tried
                60 duty_leader refuse_whistle reason
                60 dispatcher note note
                60 dispatcher whistle whistle_kind=emergency whistle_level=three departments=[6] tried
                60 dispatcher note note
                """
            )
        ),
        Story(
            "a claim of a task waits",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader whistle whistle_kind=emergency whistle_level=three departments=[5,6] tried
            9000 stairwell_leader #1 check_in rank=section_head occurred_at=-8000 call_number call_person call_outcome
            60 liaison #1 return return_code=not_ours evidence
            60 stairwell_leader #1 note note
            60 stairwell_leader #1 refuse_return reason
            60 liaison #1 dispute reason evidence
            60 stairwell_leader #1 note note
            60 building_leader #1 uphold reason
            60 liaison #1 submit_result text
            60 stairwell_leader #1 note note
            60 building_leader #1 grant_backdating
            """
        ),
        Story(
            "restricted through its whole life",
            Story.dispatchedThen(
                """
                60 liaison restrict restriction=minor informed=[103,108]
                60 liaison sign
                60 liaison return return_code=shared evidence
                60 dispatcher note note
                60 dispatcher refuse_return reason
                60 liaison dispute reason evidence
                60 dispatcher note note
                60 duty_leader arbitrate ruling=stays reason
                60 liaison assign_inside section=10
                60 handler submit_result outcome=solved text
                60 handler note note
                60 liaison approve_answer
                60 dispatcher note note
                60 dispatcher send_back reason
                60 dispatcher note note
                60 liaison ask_parking parking_days=10 reason
                60 dispatcher grant_parking
                60 dispatcher note note
                """
            )
        ),
        Story(
            "a draft is restricted",
            """
            0 dispatcher save_draft category=水务 place=2 text
            60 dispatcher restrict restriction=care informed=[103]
            60 dispatcher note note
            60 dispatcher inform informed=[103,107]
            """
        ),
        Story(
            "a restricted task",
            """
            0 dispatcher report category=水务 place=2 complained_people=[116] text
            60 dispatcher restrict restriction=dispute informed=[103]
            60 dispatcher accept
            60 dispatcher dispatch lead=6 co_handlers=[5]
            60 liaison #1 note note
            60 head #1 note note
            60 deputy_head #1 note note
            60 clerk #1 note note
            60 duty_leader #1 note note
            60 street_head #1 note note
            60 street_dispatcher #1 note note
            60 second_dispatcher #1 note note
            """
        ),
        Story(
            "who is complained of does nothing for a task",
            """
            0 dispatcher report category=水务 place=2 complained_people=[116] text
            60 dispatcher accept
            60 dispatcher dispatch lead=6 co_handlers=[5]
            60 clerk #1 note note
            60 head #1 note note
            """
        ),
        Story(
            "led by others than departments, with a summary",
            """
            0 dispatcher report category=水务 place=2 text
            60 dispatcher accept
            60 dispatcher dispatch lead=16
            60 dispatcher dispatch lead=14 summary
            60 dispatcher withdraw_step
            60 dispatcher dispatch lead=15 summary
            60 dispatcher withdraw_step
            60 dispatcher dispatch lead=16 summary
            60 dispatcher withdraw_step
            60 dispatcher dispatch lead=17 summary
            60 dispatcher withdraw_step
            60 dispatcher dispatch lead=18 summary
            60 dispatcher reassign lead=17 reason
            """
        ),
        Story(
            "an urgent answer of a section waits",
            """
            0 dispatcher report category=水务 place=2 urgency=urgent text
            60 dispatcher accept
            60 dispatcher dispatch
            60 liaison sign
            60 liaison assign_inside section=10
            60 handler submit_result outcome=solved text
            9000 liaison approve_answer
            """
        ),
        Story(
            "signed by the clock, entered when it is done again",
            Story.dispatchedThen(
                """
                80000 liaison assign_inside section=10
                60 handler submit_result outcome=solved text
                60 liaison record_signing occurred_at=-80100 call_number call_person call_outcome
                60 liaison approve_answer
                60 dispatcher send_back reason
                60 liaison record_signing occurred_at=-80200 call_number call_person call_outcome
                """
            )
        ),
        Story(
            "what must be said of who came yesterday",
            """
            0 stairwell_leader report category=水务 place=13 text
            60 stairwell_leader whistle whistle_kind=emergency whistle_level=three departments=[5] tried
            86500 stairwell_leader #1 check_in rank=section_head occurred_at=-86450 call_number call_person call_outcome
            0 stairwell_leader #1 check_in rank=section_head occurred_at=-86300 call_number call_person
            0 stairwell_leader #1 check_in rank=section_head occurred_at=-86300 call_number call_outcome
            0 stairwell_leader #1 check_in rank=section_head occurred_at=-86300 call_person call_outcome
            0 stairwell_leader #1 check_in rank=section_head occurred_at=-86300 call_number call_person call_outcome
            """
        ),
    ]
}
