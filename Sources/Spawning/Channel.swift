internal import CSpawn
internal import Glibc

/// A pipe whose ends no child inherits but the one that is given it: a child that inherits one would keep its reader waiting.
package struct Channel: Sendable {
    /// The end that is read.
    package let reading: Int32
    /// The end that is written.
    package let writing: Int32

    /// Makes one.
    ///
    /// - Throws: `SpawnFailure` where no more descriptors are to be had.
    package init() throws(SpawnFailure) {
        var ends: [Int32] = [-1, -1]
        guard whistle_pipe(&ends, O_CLOEXEC) == 0 else { throw SpawnFailure(program: "a pipe", code: errno) }
        (reading, writing) = (ends[0], ends[1])
    }
}
