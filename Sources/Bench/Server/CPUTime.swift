import Foundation
import Glibc

/// Seconds of processor time used so far: what is left to compare where other programs run on the machine.
struct CPUTime: Sendable {
    /// By the server, all its processes.
    let server: Double
    /// By this process and the pgbench that it ran.
    let client: Double

    /// Reads it.
    ///
    /// - Parameter postmaster: the server's first process.
    /// - Returns: both sums.
    static func read(postmaster: Int32?) -> CPUTime {
        CPUTime(server: postmaster.map(family) ?? 0, client: used(RUSAGE_SELF) + used(RUSAGE_CHILDREN))
    }

    /// Seconds used by the thread that asks.
    static var thisThread: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }

    private static func used(_ who: __rusage_who) -> Double {
        var usage = rusage()
        getrusage(who.rawValue, &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000 }
    }

    /// The process with the children that have ended, and the children that live.
    private static func family(of postmaster: Int32) -> Double {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let children = all.compactMap { Int32($0) }.compactMap { fields(of: $0) }.filter { $0.parent == postmaster }
        let ticks = children.reduce(fields(of: postmaster)?.withDead ?? 0) { $0 + $1.own }
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func fields(of process: Int32) -> (parent: Int32, own: Double, withDead: Double)? {
        guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = line.lastIndex(of: ")")
        else { return nil }
        // After the name: state, parent, …; the times are the 12th to 15th.
        let words = line[line.index(after: end)...].split(separator: " ")
        guard words.count > 14, let parent = Int32(words[1]) else { return nil }
        let times = words[11...14].map { Double($0) ?? 0 }
        return (parent, times[0] + times[1], times.reduce(0, +))
    }
}
