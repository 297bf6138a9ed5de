import Dispatcher
import Foundation
import Logging
import PGStore
import Workflow

/// The accounts of the sample city that `whistle up` prints, all with one password that was drawn for this folder.
///
/// People of the sample are inventions; a real district's people set their own passwords by slips.
struct SampleAccounts {
    /// The password of all of them.
    let password: String
    /// The accounts, with what their people do.
    let accounts: [(account: String, role: Bilingual)]

    private static let roles: [(String, Bilingual)] = [
        ("zhuyingbuilding1", Bilingual(zh: "楼栋长", en: "building leader")),
        ("zhuyinggrid1", Bilingual(zh: "网格员", en: "grid worker")),
        ("zhuyingdispatch1", Bilingual(zh: "社区派单员", en: "community dispatcher")),
        ("liutingdispatch1", Bilingual(zh: "街道派单员（值班台）", en: "street dispatcher, at the duty desk")),
        ("liutingduty", Bilingual(zh: "街道带班领导", en: "duty leader of the street")),
        ("liutinginspector", Bilingual(zh: "街道督查员", en: "inspector of the street")),
        ("chengguanliaison1", Bilingual(zh: "部门联络员", en: "liaison of a department")),
        ("chengguanhandler1", Bilingual(zh: "部门经办人", en: "handler of a department")),
        ("huanweihandler1", Bilingual(zh: "科室经办人", en: "handler in a part of a department")),
        ("chengguanhead", Bilingual(zh: "部门负责人", en: "head of a department")),
        ("sysadmin", Bilingual(zh: "系统管理员", en: "system administrator")),
        ("secadmin", Bilingual(zh: "安全管理员", en: "security administrator")),
        ("auditadmin", Bilingual(zh: "审计管理员", en: "audit administrator")),
    ]

    /// Gives them the folder's password where they have none yet.
    ///
    /// - Parameters:
    ///   - engine: the engine, whose services run.
    ///   - district: the sample city.
    ///   - folder: where the password is kept, readable by its owner only.
    /// - Returns: the accounts with their password.
    /// - Throws: `AccountRefusal`, `Complaint` where the file cannot be written, and what the database says.
    static func prepare(_ engine: Engine, _ district: DistrictID, folder: String) async throws -> SampleAccounts {
        let password = try kept(folder + "/sample-password")
        let accounts = Accounts(pool: engine.pool, policy: AccountPolicy(), logger: engine.logger)
        for (account, _) in roles {
            guard let row = try await accounts.list(district, account: account).first, row.passwordSetAt == nil else {
                continue
            }
            try await accounts.setPassword(
                of: row.person,
                account: account,
                in: district,
                to: password,
                mustChange: false,
                by: .program,
                from: .program
            )
        }
        return SampleAccounts(password: password, accounts: roles)
    }

    /// What stands in the file; drawn where there is none.
    private static func kept(_ path: String) throws -> String {
        if let known = try? String(contentsOfFile: path, encoding: .utf8) {
            return known.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        // Without what is easily taken for something else: 60 bits.
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        let groups = (0..<3).map { _ in String((0..<4).compactMap { _ in letters.randomElement() }) }
        let password = groups.joined(separator: "-")
        try SecretFile.write(password + "\n", to: path)
        return password
    }
}
