package import PGStore
package import Workflow

/// Why the engine did not carry out a command.
package enum DispatchError: Error, Sendable {
    /// The rules refuse it; nothing has happened.
    case refused(Refusal)
    /// No ticket of that id is in the district.
    case unknownTicket(TicketID)
    /// No such district.
    case unknownDistrict(DistrictID)
    /// The definition was never published in the district.
    case unknownDefinition(DefinitionName)
    /// The same key came with another command before.
    case keyReused(String)
    /// Too much is waiting already; nothing has happened.
    case busy
    /// The caller's deadline passed. Where the outcome is unknown, the same key tells what became of it.
    case deadlineExceeded(isOutcomeUnknown: Bool)
    /// The district's clock is the database's, and a time was given; or the other way round.
    case wrongClock(isGiven: Bool)
    /// The engine is stopping and takes nothing more.
    case stopping
    /// The database refused what was written, and not because of a neighbour.
    case rejected(String)
    /// The database cannot be reached.
    case unavailable(String)
    /// A database that crashed gave out an id a second time, and again; nothing has happened.
    case idTaken
    /// The database's disk is full; nothing was written.
    case diskFull
    /// It says whom to reach, and there is no key to seal that with; nothing has happened.
    case noKeys
    /// What the database holds makes no sense to this program.
    case store(StoreError)
}

extension DispatchError {
    /// A stable code: what programs look at.
    package var code: String {
        switch self {
        case .refused(let refusal): refusal.code
        case .unknownTicket: "unknown_ticket"
        case .unknownDistrict: "unknown_district"
        case .unknownDefinition: "unknown_definition"
        case .keyReused: "key_reused"
        case .busy: "busy"
        case .deadlineExceeded: "deadline_exceeded"
        case .wrongClock: "wrong_clock"
        case .stopping: "stopping"
        case .rejected: "rejected"
        case .idTaken: "id_taken"
        case .unavailable: "database_unavailable"
        case .diskFull: "disk_full"
        case .noKeys: "no_keys"
        case .store(let error): error.code
        }
    }

    /// What a person reads.
    package var message: Bilingual {
        switch self {
        case .refused(let refusal): refusal.message
        case .unknownTicket(let id): Bilingual(zh: "没有编号为 \(id) 的工单", en: "no ticket has the number \(id)")
        case .unknownDistrict(let id): Bilingual(zh: "没有这个区：\(id)", en: "there is no district \(id)")
        case .unknownDefinition(let name): Bilingual(zh: "没有发布过定义“\(name)”", en: "“\(name)” was never published")
        case .keyReused(let key):
            Bilingual(zh: "幂等键“\(key)”已用于另一个命令", en: "the key “\(key)” was used for another command")
        case .busy: Bilingual(zh: "系统繁忙，请稍后再试", en: "too much is waiting; try again")
        case .deadlineExceeded(let unknown):
            unknown
                ? Bilingual(zh: "超时，结果未知；用同一个幂等键重试即可得知", en: "timed out, outcome unknown; retry with the same key")
                : Bilingual(zh: "超时，未执行", en: "timed out; nothing was done")
        case .wrongClock(let isGiven):
            isGiven
                ? Bilingual(zh: "该区的时间由导入程序给定，现在不能直接办理", en: "this district's time is given by a loader")
                : Bilingual(zh: "该区以数据库时间为准，不能自定时间", en: "this district runs by the database's clock")
        case .stopping: Bilingual(zh: "系统正在停止", en: "the engine is stopping")
        case .idTaken: Bilingual(zh: "编号被占用，没有办成，请再试", en: "the number is taken; nothing was done: try again")
        case .rejected(let why): Bilingual(zh: "数据库拒绝：\(why)", en: "the database refused: \(why)")
        case .unavailable(let why): Bilingual(zh: "数据库不可用：\(why)", en: "the database cannot be reached: \(why)")
        case .diskFull:
            Bilingual(
                zh: "数据库所在的磁盘已满，什么也没有写入；腾出空间后再试",
                en: "the database's disk is full and nothing was written; make room and try again"
            )
        case .noKeys:
            Bilingual(
                zh: "没有密钥，不能登记诉求人的姓名、电话和地址；请设置 WHISTLE_KEYS_FILE",
                en: "no key to seal a resident's name, telephone and address with: set WHISTLE_KEYS_FILE"
            )
        case .store(let error): error.message
        }
    }
}
