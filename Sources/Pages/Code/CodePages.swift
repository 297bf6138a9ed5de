import HTTPTypes
import Hummingbird
import NIOCore
import PGStore
import Web
import Workflow

/// QR codes of buildings (一楼一码), and sheets of them to be printed and put up at doors.
struct CodePages {
    let kit: PageKit

    var all: [Endpoint] { [sheet, picture] }

    /// More are a sheet for nobody: it is made for a part of them.
    private static let codesAtMost = 600
    /// What codes hang at; where there is none below, the unit itself has one.
    private static let kind: UnitKind = "building"

    private var sheet: Endpoint {
        .page(
            .get,
            "/qr",
            kit,
            id: "pageCodeSheet",
            parameters: [Parameter("under", in: .query, .words(max: 100), zh: "单位编码", en: "a unit's code")]
        ) { [kit] call in
            let (territory, title) = (call.configuration.territory, kit.words.text("qr.title", call.language))
            guard let code = call.text("under"), !code.isEmpty else {
                let choices = call.placesWithDoors(Self.kind, atMost: Self.codesAtMost)
                let model: JSONObject = ["choices": .array(choices), "no_choices": .bool(choices.isEmpty)]
                return call.page(kit, "qr-choice", title: title, model)
            }
            let asked: [String: JSONValue] = ["under": .string(code), "kind": .string(Self.kind.text)]
            var units = try await call.ask("listUnits", asked).json["units"]?.array ?? []
            if units.isEmpty, let unit = territory.unit(code: code) {
                units = [["code": .string(unit.code), "name": .string(unit.name)]]
            }
            guard units.count <= Self.codesAtMost else {
                throw Fault(
                    .unprocessableContent,
                    "too_many_codes",
                    zh: "一次至多打印 \(Self.codesAtMost) 张，请选下级单位",
                    en: "\(Self.codesAtMost) codes at the most are printed at once: choose a unit below"
                )
            }
            let cards = try units.map { unit -> JSONValue in
                let code = unit["code"]?.string ?? ""
                let address = try call.address(of: code)
                let above = territory.unit(code: code).map { territory.chain(from: $0.id).dropFirst() } ?? []
                return [
                    "name": unit["name"] ?? .null, "address": .string(address),
                    "host": .string(call.base), "path": .string(String(address.dropFirst(call.base.count))),
                    "above": .string(above.reversed().map(\.name).joined(separator: " › ")),
                    "picture": .string("/qr/\(FormText.encoded(code)).svg"),
                ]
            }
            return call.page(
                kit,
                "qr",
                title: title,
                [
                    "cards": .array(cards), "count": .int(Int64(cards.count)),
                    "unit_name": .string(territory.unit(code: code)?.name ?? code),
                ]
            )
        }
    }

    private var picture: Endpoint {
        .page(
            .get,
            "/qr/{file}",
            kit,
            id: "pageCodePicture",
            access: .anybody,
            parameters: [Parameter("file", in: .path, .text(max: 110), zh: "单位编码.svg", en: "a unit's code, and .svg")]
        ) { call in
            let file = call.text("file") ?? ""
            guard file.hasSuffix(".svg"),
                let unit = call.configuration.territory.unit(code: String(file.dropLast(4))),
                let code = QRCode(try call.address(of: unit.code))
            else { throw Fault(.notFound, "no_such_file", zh: "没有这个文件", en: "there is no such file") }
            // It depends on nothing but the address that is asked.
            let headers: HTTPFields = [.contentType: "image/svg+xml", .cacheControl: "public, max-age=86400"]
            let bytes = ByteBuffer(string: code.svg(title: unit.name))
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
    }
}

extension Call {
    /// Where the code of a unit leads, as a telephone reaches it: by the way that the sheet was asked for.
    fileprivate func address(of code: String) throws(Fault) -> String {
        guard !base.isEmpty else {
            throw Fault(
                .badRequest,
                "unknown_host",
                zh: "请求里没有可用的主机名，无法生成二维码",
                en: "the request names no host that a code could lead to"
            )
        }
        return "\(base)/r/at/\(FormText.encoded(code))"
    }

    /// The units of theirs that a sheet can be made for: those with doors somewhere below, from the top down.
    fileprivate func placesWithDoors(_ kind: UnitKind, atMost most: Int) -> [JSONValue] {
        let territory = configuration.territory
        let own = Set((caller?.party.posts ?? []).map(\.unit))
        var doors: [UnitID: Int] = [:]
        for door in territory.all where door.kind == kind && door.closing == nil {
            for above in territory.chain(from: door.id).dropFirst() { doors[above.id, default: 0] += 1 }
        }
        let found = doors.keys.filter { unit in own.contains { $0 == unit || territory.isAbove($0, of: unit) } }
        let shown = found.compactMap { territory[$0] }.map { unit -> (path: [String], unit: Workflow.Unit) in
            (territory.chain(from: unit.id).reversed().map(\.code), unit)
        }.sorted { $0.path.lexicographicallyPrecedes($1.path) }
        return shown.prefix(most).map { path, unit in
            let count = doors[unit.id] ?? 0
            return [
                "code": .string(FormText.encoded(unit.code)), "name": .string(unit.name), "count": .int(Int64(count)),
                "is_too_many": .bool(count > most), "depth": .int(Int64(min(path.count, 6))),
            ]
        }
    }
}
