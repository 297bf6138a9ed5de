internal import CVips
internal import Glibc
internal import Media

/// The program `whistle-picture`: one picture from standard input, a `PictureReply` to standard output.
///
/// It limits itself before it reads a byte: memory, time, no file or connection to open, no memory dumps. What breaks it, breaks a
/// process that has no connection, no key and no other person's picture, and can open none.
package enum PictureProgram {
    /// Does the work.
    ///
    /// - Parameter words: the limits, as `PictureLimits.words` writes them.
    /// - Returns: the exit code: 0 with a reply, 2 where it was called wrongly, 1 where input or output failed.
    package static func run(_ words: [String]) -> Int32 {
        guard let limits = PictureLimits(words: words) else { return 2 }
        guard restrict(limits) else { return 1 }
        guard let bytes = readAll() else { return 1 }
        return write(reply(bytes, limits).bytes) ? 0 : 1
    }

    private static func reply(_ bytes: [UInt8], _ limits: PictureLimits) -> PictureReply {
        do throws(MediaRefusal) {
            return .made(try Picture.remade(bytes, limits: limits))
        } catch {
            if case .pictureTooLarge = error { return .tooLarge }
            return .damaged
        }
    }

    /// - Returns: whether the libraries could be started.
    private static func restrict(_ limits: PictureLimits) -> Bool {
        func limit(_ what: __rlimit_resource, _ most: Int) {
            var value = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
            setrlimit(__rlimit_resource_t(what.rawValue), &value)
        }
        limit(RLIMIT_CORE, 0)
        limit(RLIMIT_FSIZE, 0)
        limit(RLIMIT_CPU, limits.seconds)
        limit(RLIMIT_AS, limits.memoryBytes)
        whistle_no_new_privileges()
        guard Picture.isStarted else { return false }
        // All libraries are loaded: from here on nothing is opened, not by name and not over the network.
        limit(RLIMIT_NOFILE, 3)
        return true
    }

    private static func readAll() -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let taken = read(STDIN_FILENO, &chunk, chunk.count)
            if taken == 0 { return bytes }
            if taken < 0, errno == EINTR { continue }
            guard taken > 0 else { return nil }
            bytes.append(contentsOf: chunk[..<taken])
        }
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = bytes[done...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }
}
