import Dispatcher
import Foundation
import Media
import PGStore
import Postgres
import Workflow

/// Whether the service can serve, point by point.
struct Readiness {
    let name: String
    let isWell: Bool
    let found: Bilingual
    /// Whether nothing can be served without it; else that is told, and the rest is served.
    var isVital = true

    /// Timers later than this are a sign that no daemon runs, or too few.
    private static let lateAtMost = 60.0
    /// The database's clock rules; one that is this far from ours makes every time that is shown doubtful.
    private static let clocksApartAtMost = 5.0

    /// The migrations that this program has: its files do not change while it runs.
    private static let known = Result { try DatabaseSetup.migrations().count }

    /// All points; where the database does not answer, that is the only one.
    static func checks(_ engine: Engine, _ desk: AttachmentDesk?) async throws -> [Readiness] {
        let checks = try await checks(engine)
        guard let desk, checks.count > 1 else { return checks }
        return checks + [await folder(desk), pictures(desk)]
    }

    /// Without files matters go on: that is told, and not a reason to send nobody here.
    private static func folder(_ desk: AttachmentDesk) async -> Readiness {
        let refusal = await desk.trouble()
        return Readiness(
            name: "attachments",
            isWell: refusal == nil,
            found: refusal?.message ?? Bilingual(zh: "附件文件夹可写", en: "the folder can be written to"),
            isVital: false
        )
    }

    private static func pictures(_ desk: AttachmentDesk) -> Readiness {
        Readiness(
            name: "pictures",
            isWell: desk.pictures.isThere,
            found: desk.pictures.isThere
                ? Bilingual(zh: "whistle-picture 在", en: "whistle-picture is there")
                : Bilingual(zh: "缺少 whistle-picture，不能接收图片", en: "whistle-picture is missing: no pictures are taken"),
            isVital: false
        )
    }

    private static func checks(_ engine: Engine) async throws -> [Readiness] {
        let health: DatabaseHealth
        do {
            health = try await engine.health()
        } catch let error as CancellationError {
            throw error
        } catch let error as PostgresError where error.sqlState?.isMissingSchema == true {
            return [answers, migrations(try await applied(engine), of: try known.get())]
        } catch {
            return [Readiness(name: "database", isWell: false, found: Bilingual(zh: "连不上", en: "cannot be reached"))]
        }
        let known = try known.get()
        let (late, apart) = (Int(health.lateness), clockDifference(health))
        // Rounded, a little before is none: nobody reads “-0.0”.
        let apartText = String(format: "%.1f", abs(apart) < 0.05 ? 0 : apart)
        return [
            answers, migrations(health.migrations, of: known),
            Readiness(
                name: "daemon",
                isWell: health.lateness <= lateAtMost,
                found: Bilingual(
                    zh: "到期未触发 \(health.timersDue) 个，最迟 \(late) 秒",
                    en: "\(health.timersDue) timers due, the latest for \(late) s"
                )
            ),
            Readiness(
                name: "clock",
                isWell: abs(apart) <= clocksApartAtMost,
                found: Bilingual(zh: "与数据库相差 \(apartText) 秒", en: "\(apartText) s from the database's")
            ),
        ]
    }

    private static let answers = Readiness(name: "database", isWell: true, found: Bilingual(zh: "连得上", en: "answers"))

    private static func migrations(_ applied: Int, of known: Int) -> Readiness {
        let isMissing = applied < known
        return Readiness(
            name: "migrations",
            isWell: applied == known,
            found: Bilingual(
                zh: "\(applied)/\(known)" + (isMissing ? "，请运行 whistle migrate" : ""),
                en: "\(applied) of \(known)" + (isMissing ? ": run whistle migrate" : "")
            )
        )
    }

    /// How many migrations were applied, where what was asked of the database is not there; none: it has no list of them either.
    private static func applied(_ engine: Engine) async throws -> Int {
        do throws(PostgresError) {
            return Int(try await engine.pool.query(DatabaseHealth.migrations).only()[0, as: Int64.self])
        } catch  where error.sqlState?.isMissingSchema == true {
            return 0
        }
    }

    /// Seconds by which the database's clock is ahead of this machine's.
    static func clockDifference(_ health: DatabaseHealth) -> Double {
        Double(health.clock.microseconds) / 1e6 - Date().timeIntervalSince1970
    }
}

extension SQLState {
    /// Whether a table, a column or a function is not there.
    fileprivate var isMissingSchema: Bool { ["42P01", "42703", "42883"].contains(rawValue) }
}
