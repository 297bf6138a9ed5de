import PGStore
import Web
import Workflow

extension MatterLook {
    /// The files of a matter as its page shows them: pictures by their small ones, all else by name.
    func files(_ matter: JSONValue) -> JSONObject {
        let files = (matter["attachments"]?.array ?? []).map(file)
        let pictures = files.filter { $0["thumbnail"]?.string != nil }
        let others = files.filter { $0["thumbnail"]?.string == nil }
        return [
            "pictures": .array(pictures), "others": .array(others), "has_pictures": .bool(!pictures.isEmpty),
            "has_others": .bool(!others.isEmpty), "has_files": .bool(!files.isEmpty),
        ]
    }

    private func file(_ json: JSONValue) -> JSONValue {
        var members = json.object ?? [:]
        members["time"] = time(json["loaded_at"])
        members["sender"] = json["by"]?["name"] ?? .string(kit.words.text("files.resident", language))
        members["size"] = .string(Self.size(json["bytes"]?.int ?? 0))
        return .object(members)
    }

    private static func size(_ bytes: Int64) -> String {
        bytes < 1 << 20 ? "\(max(1, bytes >> 10)) kB" : "\(bytes >> 20) MB"
    }
}
