import Glibc

/// Starts a process: plainly, since Foundation's `Process` loses children, and crashes, where many start at once.
enum Spawn {
    /// Where a process reads and writes.
    struct Streams {
        /// The file that is read; the descriptor of ours that is passed on instead, if there is one.
        var input = "/dev/null"
        var inputDescriptor: Int32?
        /// The files that are written anew.
        var output = "/dev/null"
        var errors = "/dev/null"
    }

    /// Starts a command in a session of its own, with no signal ignored or blocked.
    static func start(_ command: [String], folder: String, environment: [String: String], _ streams: Streams) throws
        -> pid_t
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let descriptor = streams.inputDescriptor {
            posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, streams.input, O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, streams.output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, streams.errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which Glibc's module does not export
        posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let script = #"cd "$1" && shift && exec "$@""#
        let words = (["/bin/sh", "-c", script, "sh", folder] + command).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            words.forEach { free($0) }
            variables.forEach { free($0) }
        }
        var id: pid_t = 0
        let code = posix_spawn(&id, "/bin/sh", &actions, &attributes, words, variables)
        guard code == 0 else { throw Failed(reason: String(cString: strerror(code))) }
        return id
    }

    /// A process that could not be started.
    struct Failed: Error {
        let reason: String
    }
}
