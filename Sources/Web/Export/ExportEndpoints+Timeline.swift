import Dispatcher
import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Tabular
import Workflow

extension ExportEndpoints {
    static let timeline = Endpoint(
        .get,
        "/api/v1/matters/{number}/timeline.csv",
        id: "exportTimeline",
        tag: .matters,
        summary: Bilingual(zh: "一件诉求的经过，导出为 CSV", en: "What happened to a matter, as CSV"),
        access: .scope(.exports),
        parameters: [MatterEndpoints.number],
        answers: [.init(.ok, Bilingual(zh: "一张表", en: "a sheet"), body: .anything, mediaTypes: ["text/csv"])],
        refusals: [.notFound]
    ) { call in
        let view = try await call.fullView()
        let calendar = call.configuration.calendars.standard
        let person = try call.person().party.person
        let last = [person.map { call.configuration.name(of: $0) } ?? "", calendar.shown(view.now)]
        let output = SheetOutput.inMemory()
        let options = CSVWriter.Options(hasMark: true, guardsFormulas: true)
        let csv = try CSVWriter(output, headings: timelineHeadings.map { $0(call.language) }, options: options)
        let telling = view.telling
        for stored in telling.dossier.events {
            let event = stored.event
            let state = telling.entered(event).map { telling.title(of: $0) } ?? ""
            let details = telling.details(event).joined(separator: "\n")
            let cells = [
                "\(event.seq)", calendar.shown(event.at), telling.what(event), telling.actor(event), state, details,
            ]
            try csv.write(cells + last)
        }
        let number = MatterHead.number(of: telling.ticket, call.configuration)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present", .contentLanguage: call.language.tag,
                .contentDisposition: ContentDisposition.value("\(number).csv", isInline: false),
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: output.taken()))
        )
    }

    private static let timelineHeadings = [
        Bilingual(zh: "序号", en: "Step"), Bilingual(zh: "时间", en: "At"), Bilingual(zh: "做了什么", en: "What"),
        Bilingual(zh: "谁", en: "By"), Bilingual(zh: "进入状态", en: "State"), Bilingual(zh: "说明", en: "Details"),
        Bilingual(zh: "导出人", en: "Taken out by"), Bilingual(zh: "导出时间", en: "Taken out at"),
    ]
}
