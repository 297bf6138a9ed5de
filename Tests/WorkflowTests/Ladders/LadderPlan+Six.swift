import Workflow

extension LadderPlan {
    /// The six ladders of DOMAIN.md.
    static let six = [sixLevels, partyLine, partyOfGrids, property, shipped, agents]

    /// 市—旗县区—街道—社区—楼栋—单元.
    static let sixLevels = LadderPlan(
        name: "市—旗县区—街道—社区—楼栋—单元",
        ground: ["city", "district", "street", "community", "compound", "grid", "building", "stairwell"],
        levels: [
            Level(kind: "stairwell", roles: ["stairwell_leader"]), Level(kind: "building", roles: ["building_leader"]),
            Level(kind: "community", roles: ["community_dispatcher"]),
            Level(kind: "street", roles: ["street_dispatcher", "duty_leader"]),
            Level(kind: "district", roles: ["district_dispatcher"]), Level(kind: "city", roles: ["city_dispatcher"]),
        ],
        dispatchers: ["community", "street", "district", "city"],
        roles: [
            "street_dispatcher": ["street_dispatcher", "district_dispatcher", "city_dispatcher"],
            "street_head": ["city_head"],
        ]
    )

    /// 街道党工委—社区党委—小区党支部—楼栋党小组: a tree of its own over the same ground.
    static let partyLine = LadderPlan(
        name: "街道党工委—社区党委—小区党支部—楼栋党小组",
        ground: ["district", "street", "community", "compound", "grid", "building", "stairwell"],
        levels: [
            Level(kind: "party_group", roles: ["party_group_leader"], on: "building"),
            Level(kind: "party_branch", roles: ["party_branch_secretary"], on: "compound"),
            Level(kind: "party_committee", roles: ["party_committee_secretary"], on: "community"),
            Level(kind: "party_work_committee", roles: ["party_work_secretary"], on: "street"),
        ],
        dispatchers: ["party_committee", "party_work_committee"],
        roles: [
            "street_dispatcher": ["party_work_secretary"], "street_head": ["party_work_secretary"],
        ],
        edits: besideTheGround
    )

    /// 社区党支部—网格党小组—党员楼栋长.
    static let partyOfGrids = LadderPlan(
        name: "社区党支部—网格党小组—党员楼栋长",
        ground: ["district", "street", "community", "grid", "building"],
        levels: [
            Level(kind: "party_building", roles: ["party_building_leader"], on: "building"),
            Level(kind: "party_group", roles: ["party_group_leader"], on: "grid"),
            Level(kind: "party_branch", roles: ["party_branch_secretary"], on: "community"),
        ],
        dispatchers: ["party_branch"],
        roles: [
            "street_dispatcher": ["party_branch_secretary"], "street_head": ["party_branch_secretary"],
        ],
        edits: besideTheGround
    )

    /// 社区—小区—物业—网格员—楼栋长: a level that sees the summary only.
    static let property = LadderPlan(
        name: "社区—小区—物业—网格员—楼栋长",
        ground: ["district", "street", "community", "compound", "property_company", "grid", "building"],
        levels: [
            Level(kind: "building", roles: ["building_leader"]), Level(kind: "grid", roles: ["grid_worker"]),
            Level(kind: "property_company", roles: ["property_manager"]),
            Level(kind: "compound", roles: ["compound_head"]),
            Level(kind: "community", roles: ["community_dispatcher"]),
        ],
        dispatchers: ["community"],
        roles: ["street_dispatcher": ["community_dispatcher"], "street_head": ["community_secretary"]],
        edits: [
            "actions.elevate.may": ["reason", "summary"], "actions.send_down.may": ["note", "summary"],
        ]
    )

    /// The one that ships.
    static let shipped = LadderPlan(
        name: "单元—楼栋—网格—小区—村—社区—街道",
        ground: ["district", "street", "community", "village", "compound", "grid", "building", "stairwell"],
        levels: [
            Level(kind: "stairwell", roles: ["stairwell_leader"]), Level(kind: "building", roles: ["building_leader"]),
            Level(kind: "grid", roles: ["grid_worker", "grid_head"]), Level(kind: "compound", roles: ["compound_head"]),
            Level(kind: "village", roles: ["community_dispatcher"]),
            Level(kind: "community", roles: ["community_dispatcher"]),
            Level(kind: "street", roles: ["street_dispatcher", "duty_leader"]),
        ],
        dispatchers: ["village", "community", "street"]
    )

    /// 全程代办: 社区站—街道中心—县区大厅—市政务中心, each on the ground that it serves.
    static let agents = LadderPlan(
        name: "社区站—街道中心—县区大厅—市政务中心",
        ground: ["city", "district", "street", "community", "compound", "building"],
        levels: [
            Level(kind: "service_station", roles: ["station_agent"], on: "community"),
            Level(kind: "service_centre", roles: ["centre_agent"], on: "street"),
            Level(kind: "service_hall", roles: ["hall_agent"], on: "district"),
            Level(kind: "city_service_centre", roles: ["city_agent"], on: "city"),
        ],
        dispatchers: ["service_centre", "service_hall", "city_service_centre"],
        roles: [
            "street_dispatcher": ["centre_agent", "hall_agent", "city_agent"], "street_head": ["city_agent"],
        ],
        edits: besideTheGround
    )

    /// Whoever holds a matter on another line is not around its place, and notes on it as its desk.
    private static let besideTheGround: JSONObject = [
        "actions.note.by": ["around", "desk", "lead", "reporter"],
        "actions.add_to.by": ["around", "desk", "reporter", "resident"],
    ]
}
