import Dispatcher
import Workflow

extension MatterView {
    /// A call that an act rests on.
    func call(_ call: TicketTelling.Call, inFull: Bool) -> JSONValue {
        [
            "at": .string(call.event.at.description), "by": .string(telling.actor(call.event)),
            "what": .string(telling.what(call.event)),
            "said": .array(
                call.said.map { field, text in
                    [
                        "name": .string(field.text), "title": .string(telling.title(of: field)),
                        "shown": .string(inFull ? text : KnownCall.masked(field, text)),
                    ]
                }
            ),
        ]
    }
}

extension MatterShapes {
    static let call = Shape.object([
        .init("at", .instant), .init("by", .words(max: 2_000)), .init("what", .words(max: 4_000)),
        .init(
            "said",
            .list(
                .object([
                    .init("name", .name), .init("title", .words(max: 500)), .init("shown", .words(max: 20_000)),
                ]),
                max: 50
            )
        ),
    ]).called("Call")
}
