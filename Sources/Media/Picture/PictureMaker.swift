internal import Dispatch
internal import Foundation
internal import Synchronization

/// Has pictures made anew by `whistle-picture`, a process for each, a few at a time.
///
/// A picture is read by large libraries in C, and may have been made to break them. In a process of its own it can break nothing
/// but itself, takes no more memory and time than it was given, and gives all of it back.
package final class PictureMaker: Sendable {
    private struct State {
        var admitted = 0
        var count = 0
    }

    private let program: String
    private let limits: PictureLimits
    /// Waiting for a process blocks its thread: each of these is one.
    private let queues: [DispatchQueue]
    private let most: Int
    private let state = Mutex(State())

    /// Makes a maker.
    ///
    /// - Parameters:
    ///   - program: the path of `whistle-picture`; left out, the one beside this program.
    ///   - limits: what each picture may have and take.
    ///   - width: how many are looked at at the same time.
    ///   - waiting: how many may wait besides.
    package init(
        program: String? = nil,
        limits: PictureLimits = PictureLimits(),
        width: Int = 2,
        waiting: Int = 32
    ) {
        self.program = program ?? Self.besideThisProgram
        self.limits = limits
        queues = (0..<max(1, width)).map { DispatchQueue(label: "whistle.picture.\($0)") }
        most = max(1, width) + max(0, waiting)
    }

    /// Whether the program is where it is looked for; that it works, only a picture shows.
    package var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Makes a picture anew.
    ///
    /// - Parameter path: the file as it was sent.
    /// - Returns: the picture and a small one, with nothing in them but pixels.
    /// - Throws: `pictureTooLarge`, `pictureDamaged`, `picturesBusy`, or `picturesUnavailable` where the program is missing.
    package func remake(path: String) async throws(MediaRefusal) -> RemadePicture {
        let queue = state.withLock { state -> DispatchQueue? in
            guard state.admitted < most else { return nil }
            state.admitted += 1
            state.count += 1
            return queues[state.count % queues.count]
        }
        guard let queue else { throw .picturesBusy }
        defer { state.withLock { $0.admitted -= 1 } }
        let result = await withCheckedContinuation { continuation in
            queue.async { [program, limits] in
                continuation.resume(
                    returning: Result { () throws(MediaRefusal) in
                        try PictureProcess(program, limits).remake(path)
                    }
                )
            }
        }
        return try result.get()
    }

    /// Where the program lies when both are installed together.
    private static var besideThisProgram: String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "whistle"
        return URL(filePath: own).deletingLastPathComponent().appending(path: "whistle-picture").path
    }
}
