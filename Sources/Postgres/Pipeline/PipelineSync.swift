import CLibPQ
import Glibc

/// How a sync is put into the pipeline.
///
/// `PQpipelineSync` writes to the socket each time: one system call, and one wake-up of the server, a statement.
/// libpq 17 has `PQsendPipelineSync`, which leaves the bytes in the buffer, so that all flights of a turn go out in one
/// write. It is looked up when the program runs, since 15 is the oldest libpq that we take.
enum PipelineSync {
    private typealias Function = @convention(c) (OpaquePointer?) -> Int32

    private static let buffered: Function? = dlsym(nil, "PQsendPipelineSync").map { symbol in
        unsafeBitCast(symbol, to: Function.self)
    }

    static func put(into handle: OpaquePointer) -> Bool {
        guard let buffered else { return PQpipelineSync(handle) == 1 }
        return buffered(handle) == 1
    }
}
