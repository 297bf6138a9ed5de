import Workflow

/// What the field wants of a task (协办、吹哨报到), read off the domain description: the paragraph on the whistle, and
/// "Limits in use" with the ladder for limits up to 24 h.
extension FieldRules {
    static let task = FieldRules(
        name: "task",
        kept:
            "whistle_kind whistle_level arrive_by rank return_code extension_days rating complained_of complained_people restriction informed",
        everywhere: "backdating_review extension_review",
        acts: taskActs,
        states: taskStates,
        clocks: taskClocks
    )

    private static let taskActs = """
        assign | new | parent | | | >lead:department_liaison | assigned
        sign | assigned | lead clock | | | @signer | accepted
        assign_inside | accepted | lead | section | inside lead | inside >inside |
        check_in | assigned accepted | desk | rank | rank of who came \
        | +arrivals stop:arrival >lead:department_liaison | accepted
        return | assigned accepted | lead | return_code evidence | window:return_window, returns<2 | +returns >desk \
        | return_requested
        accept_return | return_requested | desk | | | >lead:department_liaison | returned
        refuse_return | return_requested | desk | reason | \
        | +refused_returns restart:dispute_window >lead:department_liaison | back
        dispute | assigned accepted | lead | reason evidence | window:dispute_window \
        | +disputes stop:dispute_window >above >desk | disputed
        uphold | disputed | above | reason | | >lead:department_liaison >desk | back
        excuse | disputed | above | reason | | >lead:department_liaison >desk | returned
        ask_extension | accepted | lead | extension_days reason | idle:extension_review, extensions<1, early enough \
        | @asker restart:extension_review >desk |
        grant_extension | accepted | desk above | | runs:extension_review, window:whole, not asker \
        | extend:whole +extensions stop:extension_review >lead:department_liaison |
        refuse_extension | open | desk above clock | | runs:extension_review \
        | stop:extension_review >lead:department_liaison |
        submit_result | accepted | lead inside | text | | @handler >desk | submitted
        confirm | submitted | desk | | not handler | >lead:department_liaison | done
        send_back | submitted | desk | reason | not handler | +reworks >lead:department_liaison | accepted
        recall | open | desk | reason | | >lead:department_liaison | recalled
        be_told | open | parent | | | | lead complained of: recalled {>desk} / {}
        rate | submitted done | desk | rating | | +ratings |
        grant_backdating | open | above | | runs:backdating_review | grant stop:backdating_review >responsible >desk |
        refuse_backdating | open | above clock | | runs:backdating_review \
        | refuse stop:backdating_review >responsible >desk |
        urge | open | desk above clock | | | +urges >lead:department_liaison |
        note | open | around lead inside | note | | |
        """

    private static let taskStates = """
        assigned | lead | | answer arrival whole return_window | dispute_window
        accepted | lead | | arrival whole | return_window dispute_window
        return_requested | aside | desk | return_review |
        disputed | aside | above | arbitration |
        submitted | desk | | confirm |
        done | end | | |
        returned | end | | |
        recalled | end | | |
        """

    private static let taskClocks = """
        answer | answer | return_requested disputed | >lead:department_liaison \
        | 0 sign >lead:department_liaison+department_head >desk |
        arrival | arrival | return_requested disputed | >lead:department_liaison \
        | 0 urge >lead:department_liaison+duty_leader / 30m >lead:deputy_head >above:duty_leader \
        / 2h >lead:contact_leader >above:contact_leader |
        whole | 5wd, 24h | submitted | >lead:department_liaison \
        | 0 urge >lead:department_liaison+department_head / 1wd >lead:deputy_head+department_head >above \
        / 5wd >lead:contact_leader >above:contact_leader+duty_leader |
        return_window | 1wd, 30m | | | | window
        return_review | 4wh, 30m | | >desk | 0 >desk >above |
        dispute_window | 1wd, 30m | | | | window
        arbitration | 1wd, 30m | | >above | 0 >desk >above |
        backdating_review | 1wd | | >above | 0 refuse_backdating >above | quiet
        extension_review | 1wd, 30m | | >desk | 0 refuse_extension >desk | quiet
        confirm | 1wd, 30m | | >desk | 0 >desk >above |
        """
}
