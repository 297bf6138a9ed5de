package import Foundation

/// The programs of a run: those that lie beside this one.
package struct Programs: Sendable {
    /// `whistle`, whose daemons work.
    package let whistle: String
    /// `whistle-chaos`, whose callers call.
    package let chaos: String

    /// Finds them.
    ///
    /// - Parameter folder: where they lie; nil: beside the program that runs.
    /// - Throws: `ChaosError` where one is missing.
    package init(folder: URL? = nil) throws {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let folder = folder ?? URL(filePath: own).deletingLastPathComponent()
        whistle = folder.appending(path: "whistle").path
        chaos = folder.appending(path: "whistle-chaos").path
        for program in [whistle, chaos] where !FileManager.default.isExecutableFile(atPath: program) {
            throw ChaosError("\(program) is not there: build it first")
        }
    }
}
