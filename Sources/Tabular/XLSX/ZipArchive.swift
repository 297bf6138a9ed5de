internal import CZip

/// A zip file, opened to read its entries one after the other.
final class ZipArchive {
    private let handle: OpaquePointer
    private let limits: SheetLimits

    /// Opens the archive.
    init(path: String, limits: SheetLimits) throws(SheetError) {
        var code: Int32 = 0
        guard let handle = zip_open(path, ZIP_RDONLY, &code) else {
            switch code {
            case ZIP_ER_NOENT: throw .fileNotFound(path: path)
            case ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_SEEK:
                throw .fileUnreadable(path: path, reason: SheetDetail("zip error \(code)", zh: "zip 错误 \(code)"))
            default: throw .xlsxDamaged(detail: SheetDetail("not a whole zip archive", zh: "不是完整的 zip 压缩包"))
            }
        }
        self.handle = handle
        self.limits = limits
    }

    deinit {
        zip_discard(handle)
    }

    /// Opens an entry; nil when there is none of that name, whatever the case of its letters.
    func entry(_ name: String) throws(SheetError) -> ZipEntry? {
        var index = zip_name_locate(handle, name, zip_flags_t(ZIP_FL_NOCASE))
        if index < 0 {
            // Some writers take the backslash of Windows for the slash.
            let path = String(name.map { $0 == "/" ? "\\" : $0 })
            index = zip_name_locate(handle, path, zip_flags_t(ZIP_FL_NOCASE))
        }
        guard index >= 0 else { return nil }
        var status = zip_stat_t()
        guard zip_stat_index(handle, zip_uint64_t(index), 0, &status) == 0 else {
            throw .xlsxDamaged(detail: SheetDetail("the entry \(name) cannot be read", zh: "无法读取其中的 \(name)"))
        }
        guard status.encryption_method == UInt16(ZIP_EM_NONE) else { throw .fileEncrypted }
        guard let file = zip_fopen_index(handle, zip_uint64_t(index), 0) else {
            throw .xlsxDamaged(detail: SheetDetail("the entry \(name) cannot be opened", zh: "无法打开其中的 \(name)"))
        }
        return ZipEntry(archive: self, file: file, name: name, status: status, limits: limits)
    }
}

/// An entry of a zip file, unpacked a chunk at a time.
///
/// How far it may unpack is judged by what comes out, for what the archive says of itself may be a lie.
final class ZipEntry {
    /// How many bytes have been unpacked.
    private(set) var bytesRead = 0
    /// How many there are, as the archive says.
    let size: Int

    private let archive: ZipArchive
    private let file: OpaquePointer
    private let name: String
    private let ceiling: Int

    /// Takes over the open entry.
    init(archive: ZipArchive, file: OpaquePointer, name: String, status: zip_stat_t, limits: SheetLimits) {
        self.archive = archive
        self.file = file
        self.name = name
        size = Int(clamping: status.size)
        let (product, isOver) = Int(clamping: status.comp_size).multipliedReportingOverflow(by: limits.unpackedRatio)
        ceiling = min(limits.unpackedBytes, max(16 << 20, isOver ? .max : product))
    }

    deinit {
        zip_fclose(file)
    }

    /// The next bytes, at most so many; none at the end.
    func read(_ count: Int) throws(SheetError) -> [UInt8] {
        var taken: zip_int64_t = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: count) { memory, used in
            taken = zip_fread(file, memory.baseAddress, zip_uint64_t(count))
            used = max(0, Int(taken))
        }
        guard taken >= 0 else {
            throw .xlsxDamaged(detail: SheetDetail("the entry \(name) cannot be unpacked", zh: "无法解压其中的 \(name)"))
        }
        bytesRead += chunk.count
        guard bytesRead <= ceiling else { throw .zipBomb }
        return chunk
    }
}
