package import Workflow

/// Why nothing could be measured.
package enum BenchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another measurement runs in this folder.
    case alreadyRuns(String)
    /// The folder cannot be made or written to.
    case folder(String, why: String)
    /// What pgbench said instead of a rate.
    case pgbench(String)
    /// The two sides do not write the same, so that a ratio would say nothing.
    case unequal(BenchRow, String)
    /// A program of ours that was to be measured did not end well.
    case program(String)
    /// The district is not as the measurement needs it.
    case district(String)

    /// The stable name of the kind, which people see.
    package var code: String {
        switch self {
        case .alreadyRuns: "bench_already_runs"
        case .folder: "cannot_write"
        case .pgbench: "bench_pgbench"
        case .unequal: "bench_unequal"
        case .program: "bench_program"
        case .district: "bench_district"
        }
    }

    /// What went wrong, in words.
    package var message: Bilingual {
        switch self {
        case .alreadyRuns(let folder):
            Bilingual(
                zh: "\(folder) 里已有一个测速在运行；请等它结束，或用 WHISTLE_VAR 指定另一个文件夹",
                en: "another measurement runs in \(folder); wait for its end, or name another folder by WHISTLE_VAR"
            )
        case .folder(let path, let why):
            Bilingual(zh: "不能写入 \(path)：\(why)", en: "\(path) cannot be written to: \(why)")
        case .pgbench(let said):
            Bilingual(zh: "pgbench 没有给出速率：\(said.suffix(600))", en: "pgbench: \(said.suffix(600))")
        case .unequal(let row, let what):
            Bilingual(
                zh: "\(row.rawValue)：两边写下的不一样：\(what)",
                en: "\(row.rawValue): the two sides do not write the same: \(what)"
            )
        case .program(let what): Bilingual(zh: "被测的程序没有正常结束：\(what)", en: what)
        case .district(let what): Bilingual(zh: "测速用的区不合要求：\(what)", en: "the district: \(what)")
        }
    }

    /// The same in English.
    package var description: String { message.en }
}
