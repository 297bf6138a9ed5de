import Workflow

/// What the field wants of a matter (诉求), read off the domain description: "Life of a matter", "Limits in use",
/// "Privacy inside the work". Not read from the definition: the two are held against each other.
extension FieldRules {
    static let issue = FieldRules(
        name: "issue",
        kept: """
            departments whistle_kind whistle_level arrive_by grade channel target_due return_code ruling into_directory \
            extension_days parking_days termination_reason reply_days excluded outcome callback proof \
            complained_of complained_people restriction informed confidential \
            upper_platform upper_number upper_due upper_return_by ending
            """,
        everywhere:
            "reply backdating_review extension_review termination_review void_review exclusion_review upper upper_return",
        acts: issueActs,
        states: issueStates,
        clocks: issueClocks
    )

    // act | in | who | needs | only if | does, tells | leads to
    private static let issueActs = """
        report | new | anyone resident | category place text | | @reporter >desk | reported
        save_draft | new | anyone | category place text | | @reporter | draft
        hand_in | draft | reporter | | | >desk | reported
        discard | draft | reporter clock | | | | voided
        repeat | new | anyone resident | earlier category place text | ended a month ago | @reporter repeats >desk >above \
        | reported
        split | in_progress awaiting_dispatch | desk | category place text | part on the ladder \
        | splits_off +splits >reporter >resident |
        split_off | new | parent | category place text | | >desk | community or street: awaiting_dispatch / in_progress
        merge | reported in_progress awaiting_dispatch dispatched signed rework | desk above | main \
        | tasks ended, main can take it | merges >responsible | merged
        take_in | open | ticket | | | taken >responsible |
        give_up | open | merged | | | given_up >responsible |
        unmerge | merged | desk above | main reason | its main | parts >responsible | back
        main_ended | merged | main | | | ended_main | main solved: awaiting_callback {>desk >resident} / back {>responsible}
        accept | reported | desk | | | | community or street: awaiting_dispatch / in_progress
        decline | reported | desk | reason route | nothing open where owed | >reporter >resident \
        | owed: to_fill_back {ends:declined} / declined
        resolve_here | reported in_progress awaiting_dispatch | desk | text | nothing open where owed \
        | @handler >reporter >resident | owed: to_fill_back {ends:self_resolved} / self_resolved
        elevate | reported in_progress awaiting_dispatch | desk | | level above | up 0asks restart:accept >desk | reported
        send_down | reported in_progress awaiting_dispatch | desk | unit_below | below desk, base's own \
        | down 0asks restart:accept >desk | reported
        ask | reported in_progress awaiting_dispatch signed rework | responsible inside | note | asks<1 \
        | +asks >reporter >resident | awaiting_information
        supply | awaiting_information | reporter resident around responsible | text | | >responsible | back
        go_on | awaiting_information | responsible clock | | | | back
        dispatch | awaiting_dispatch | desk | | community or street, may lead \
        | lead 0asks tasks:co_handlers+directory >lead:department_liaison | dispatched
        reassign | dispatched signed rework | desk above | lead reason \
        | community or street, may lead, idle:termination_review \
        | bind lead 0asks +reassignments >lead:department_liaison >responsible | dispatched
        co_handle | dispatched signed rework answering | desk lead | co_handlers | | tasks:co_handlers |
        task_ended | open | child | | | >responsible >desk |
        whistle | reported in_progress awaiting_dispatch | desk | whistle_kind whistle_level departments tried \
        | rank of whistle | @whistler +whistles \
        | passes at once: answering {tasks:departments >above >above:duty_leader} / whistled {>above}
        triage_whistle | whistled | above | departments | | tasks:departments >desk | answering
        refuse_whistle | whistled | above | reason | | >desk | in_progress
        end_whistle | answering | desk | outcome text | tasks ended | free @handler >reporter | handled
        sign | dispatched | lead clock | | | @signer free | signed
        record_signing | signed rework | lead | occurred_at | late:sign, signings_entered<1 \
        | +signings_entered claim:sign >above >desk |
        assign_inside | signed rework | lead | section | inside lead | inside >inside |
        return_inside | signed rework | inside | reason | | outside >lead:department_liaison |
        return | dispatched signed | lead | return_code evidence | window:return_window, returns<2 | +returns >desk \
        | return_requested
        accept_return | return_requested | desk | | | bind nolead >responsible | awaiting_dispatch
        refuse_return | return_requested | desk | reason | \
        | +refused_returns restart:dispute_window >lead:department_liaison | back
        dispute | dispatched signed | lead | reason evidence | window:dispute_window \
        | +disputes stop:dispute_window >above >desk | disputed
        confer | disputed | desk above lead | note | | +meetings >above >desk >lead |
        arbitrate | disputed | above | ruling reason | stays or given, may lead | >desk \
        | ruling=other: dispatched {free lead 0asks >lead:department_liaison} / back {>lead:department_liaison}
        first_contact | signed rework | responsible inside | | | +contacts stop:contact |
        submit_result | signed rework | responsible inside | outcome text | tasks ended, planned has days, proof as asked | @handler \
        | outcome=planned: {@asker restart:parking_review >desk} \
        / by:inside & not by:lead: awaiting_approval {>lead:department_head+deputy_head} / handled {>desk}
        approve_answer | awaiting_approval | lead:department_liaison+deputy_head+department_head | \
        | not handler, rank by grade | @approver >desk | handled
        refuse_answer | awaiting_approval | lead | reason | | >inside | back
        ask_extension | signed | lead | extension_days reason | idle:extension_review, extensions<1, early enough \
        | @asker restart:extension_review >desk |
        grant_extension | signed | desk above | | runs:extension_review, window:whole, not asker \
        | extend:whole +extensions stop:extension_review >lead:department_liaison >resident |
        refuse_extension | open | desk above clock | | runs:extension_review \
        | stop:extension_review >lead:department_liaison |
        ask_parking | signed rework | lead | parking_days reason | idle:parking_review \
        | @asker restart:parking_review >desk |
        grant_parking | signed rework | desk above | | runs:parking_review, not asker \
        | +parkings stop:parking_review >lead:department_liaison >resident | parked
        refuse_parking | open | desk above clock | | runs:parking_review | stop:parking_review >lead:department_liaison |
        renew_parking | parked | desk above | parking_days reason | | +parkings restart:parking >responsible >resident |
        resume | parked | responsible desk above | | | >responsible >resident | back
        lapse | parked | clock | | | >resident | back
        verify | handled | desk | | not handler | @verifier >resident | awaiting_callback
        send_back | handled | desk | reason | not handler | +reworks 0answers_given >lead:department_liaison \
        | rework
        withdraw_step | dispatched return_requested awaiting_approval handled | desk lead inside | | own step | \
        | state=return_requested,awaiting_approval: back / state=dispatched: awaiting_dispatch {nolead} \
        / reworks>=1: rework / signed
        call_back | awaiting_callback | desk resident | callback | not handler, reached or called | @caller \
        | callback=satisfied & owed: to_fill_back {ends:closed} / callback=satisfied: closed \
        / callback=dissatisfied: rework {+reworks 0answers_given >lead:department_liaison} \
        / {+call_attempts restart:silence}
        close | awaiting_callback | desk clock | | three calls or clock | >resident \
        | owed: to_fill_back {ends:closed} / closed
        fill_back | handled awaiting_callback to_fill_back | desk | | owed | @answerer +answers_given stop:upper \
        | state=handled,awaiting_callback: {} / ending=declined: declined / ending=self_resolved: self_resolved \
        / ending=terminated: terminated / ending=withdrawn: withdrawn / ending=voided: voided / closed
        urge | open | desk above reporter resident clock | | | +urges >responsible |
        supervise | open | above clock | | | +supervisions restart:reply >responsible |
        instruct | open | above:duty_leader+contact_leader+street_head desk:duty_leader+street_head | text | \
        | +instructions restart:reply >responsible >lead:department_head |
        answer_order | open | responsible lead | text | runs:reply | stop:reply >above |
        circulate | open | above:inspector+duty_leader+street_head | text | \
        | +circulars >responsible >lead:department_head |
        interview | open | above:inspector+duty_leader+contact_leader+street_head | text | \
        | +interviews >responsible:department_head |
        add_to | open | around reporter resident | text | | +additions >responsible |
        withdraw_matter | open | resident reporter | reason | not done yet, nothing open where owed | >desk >lead \
        | owed: to_fill_back {ends:withdrawn} / withdrawn
        ask_termination | in_progress awaiting_dispatch answering signed rework | responsible \
        | termination_reason reason | idle:termination_review | @asker restart:termination_review >desk >above |
        terminate | open | desk above | | runs:termination_review, not asker, not done yet, nothing open where owed \
        | >reporter >resident >desk >lead | owed: to_fill_back {ends:terminated} / terminated
        refuse_termination | open | desk above clock | | runs:termination_review | stop:termination_review >responsible |
        ask_void | open | desk reporter | reason | idle:void_review | @asker restart:void_review >above |
        void | open | desk above | | runs:void_review, not asker, nothing open where owed | >reporter >desk >lead \
        | owed: to_fill_back {ends:voided} / voided
        refuse_void | open | desk above clock | | runs:void_review | stop:void_review >desk >reporter |
        ask_exclusion | open | lead desk | reason evidence | idle:exclusion_review \
        | @asker restart:exclusion_review >above |
        exclude | open | above | reason | runs:exclusion_review, not asker | excluded stop:exclusion_review >lead >desk |
        refuse_exclusion | open | above clock | | runs:exclusion_review | stop:exclusion_review >lead >desk |
        name_complained | open | desk above | | somebody is named | +complaints >above |
        restrict | open | desk responsible above | restriction informed | | +restrictions >above:duty_leader \
        >desk:duty_leader |
        inform | open | desk responsible above | informed | restrictions>=1 | |
        grant_backdating | open | above | | runs:backdating_review | grant stop:backdating_review >responsible >desk |
        refuse_backdating | open | above clock | | runs:backdating_review \
        | refuse stop:backdating_review >responsible >desk |
        correct | open | desk above | reason | | classify +corrections |
        note | open | around lead reporter | note | | |
        """

    // state | who answers | in whose hands | clocks that begin | clocks that go on
    private static let issueStates = """
        draft | desk | | draft_kept |
        reported | desk | | accept upper upper_return | whole
        merged | aside | nobody | main_wait |
        declined | end | | |
        in_progress | desk | | whole |
        awaiting_dispatch | desk | | dispatch whole |
        whistled | desk | above | triage whole |
        answering | desk | | whole |
        awaiting_information | aside | resident | information |
        dispatched | lead | | sign whole return_window | dispute_window
        signed | lead | | contact whole | return_window dispute_window parking_review
        return_requested | aside | desk | return_review |
        disputed | aside | above | arbitration |
        awaiting_approval | aside | | answer_review |
        parked | aside | nobody | parking |
        handled | desk | | verify |
        awaiting_callback | desk | | callback silence |
        rework | lead | | rework | parking_review
        to_fill_back | desk | | fill_back |
        closed | end | | |
        terminated | end | | |
        withdrawn | end | | |
        voided | end | | |
        self_resolved | end | | |
        """

    // clock | limit: ordinary, urgent | stands still in | at 80 % | after its end | of its own kind
    private static let issueClocks = """
        draft_kept | 30d | | | 0 discard >reporter | quiet
        backdating_review | 1wd | | >above | 0 refuse_backdating >above | quiet
        main_wait | 30d | | | 0 >desk >resident / 30d >desk >above | quiet
        accept | 2wh, 15m | merged | >desk | 0 >desk >above |
        dispatch | 2wh, 15m | merged | >desk | 0 >desk >above |
        sign | sign | return_requested disputed merged | >lead:department_liaison \
        | 0 sign >lead:department_liaison+department_head >desk |
        return_window | return_window | | | | window
        return_review | 4wh, 30m | | >desk | 0 >desk >above |
        dispute_window | 1wd, 30m | | | | window
        arbitration | 1wd, 30m | | >above | 0 >above >desk / 1wd >above:duty_leader+contact_leader |
        information | 1wd | | >reporter >resident | 0 go_on >responsible |
        answer_review | 4wh, 30m | | >lead:department_head+deputy_head | 0 >lead:department_liaison+department_head |
        extension_review | 1wd, 30m | | >desk | 0 refuse_extension >desk >above | quiet
        parking_review | 1wd | | >desk | 0 refuse_parking >desk >above | quiet
        parking | parking | | >responsible >desk | 0 lapse >responsible >desk | quiet
        termination_review | 1wd | | >desk | 0 refuse_termination >desk >above | quiet
        void_review | 1wd | | >above | 0 refuse_void >above | quiet
        exclusion_review | 5wd | | | 0 refuse_exclusion >above | quiet
        reply | reply | | >responsible | 0 urge >responsible:department_head+deputy_head >above |
        contact | contact | return_requested disputed awaiting_approval handled parked merged | >lead:department_liaison \
        | 0 >lead:department_liaison+department_head |
        whole | whole | handled parked merged | >responsible | CHASE |
        upper | upper | | >desk | 0 >desk >above >above:duty_leader |
        upper_return | upper_return | | | | window
        fill_back | 4wh | | >desk | 0 >desk >above |
        triage | 10m | | >above | 0 >above >above:duty_leader |
        verify | 1wd, 30m | | >desk | 0 >desk >above |
        callback | 1wd | | >desk | 0 >desk >above |
        silence | 3wd | | | 0 close | quiet
        rework | 3wd | handled parked merged | >responsible | CHASE |
        """.replacing(
            "CHASE",
            with: "0 urge >lead:department_liaison+department_head / 1wd supervise >lead:deputy_head+department_head"
                + " / 3wd >above:inspector+street_dispatcher / 5wd >lead:contact_leader >above:contact_leader+duty_leader"
        )
}
