internal import Glibc
internal import Spawning

/// One run of `whistle-picture`, waited for.
struct PictureProcess {
    private let program: String
    private let limits: PictureLimits

    init(_ program: String, _ limits: PictureLimits) {
        self.program = program
        self.limits = limits
    }

    /// Runs it on a file; blocks until it is done, or its time is over.
    func remake(_ path: String) throws(MediaRefusal) -> RemadePicture {
        let channel: Channel
        do throws(SpawnFailure) {
            channel = try Channel()
        } catch {
            throw .picturesUnavailable
        }
        let (output, input) = (channel.reading, channel.writing)
        defer { close(output) }
        let process: pid_t
        do throws(MediaRefusal) {
            process = try start(path, input)
            close(input)
        } catch {
            close(input)
            throw error
        }
        let end = milliseconds() + limits.seconds * 1_000
        let bytes = read(output, until: end)
        let status = wait(process, until: bytes == nil ? 0 : end)
        guard let bytes else { throw .pictureDamaged }
        // Shells' word for a program that is not there, which the C library borrows.
        if status == 127 << 8 { throw .picturesUnavailable }
        guard status == 0, let reply = PictureReply(bytes: bytes, limits: limits) else { throw .pictureDamaged }
        switch reply {
        case .made(let picture): return picture
        case .tooLarge: throw .pictureTooLarge(limit: limits.pixels)
        case .damaged: throw .pictureDamaged
        }
    }

    /// Starts it with the file, the pipe and nothing else of this process: no environment, no other open file.
    private func start(_ path: String, _ output: Int32) throws(MediaRefusal) -> pid_t {
        guard access(path, R_OK) == 0 else { throw .folderDenied(errno: errno) }
        var spawn = Spawn([program] + limits.words, environment: [:])
        spawn.input = .file(path)
        spawn.output = .descriptor(output)
        spawn.errors = .nothing
        spawn.getsStreamsOnly = true
        do throws(SpawnFailure) {
            return try spawn.start()
        } catch {
            throw .picturesUnavailable
        }
    }

    /// All that it writes; nil where it writes too much or for too long.
    private func read(_ output: Int32, until end: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let most = 2 * limits.madeBytes + 64
        while true {
            let left = end - milliseconds()
            var waited = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waited, 1, Int32(clamping: left)) != 0 else { return nil }
            let taken = Glibc.read(output, &chunk, chunk.count)
            if taken == 0 { return bytes }
            if taken < 0, errno == EINTR { continue }
            guard taken > 0, bytes.count + taken <= most else { return nil }
            bytes.append(contentsOf: chunk[..<taken])
        }
    }

    /// Time that only goes forward.
    private func milliseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
    }

    /// Its exit status; it is ended where it is still there when its time is over.
    ///
    /// With its output closed it is about to go, unless it is no longer itself: so a thread must not wait for it without end.
    private func wait(_ process: pid_t, until end: Int) -> Int32 {
        var status: Int32 = 0
        while milliseconds() < end {
            if waitpid(process, &status, WNOHANG) != 0 { return status }
            poll(nil, 0, 2)
        }
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
