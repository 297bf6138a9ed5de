internal import CSpawn
internal import Glibc

/// A program to be started, and all that it gets of this process: Foundation's `Process` loses children where many start at once,
/// and hands on what it should not.
package struct Spawn: Sendable {
    /// What becomes one of its standard streams.
    package enum Stream: Sendable {
        /// `/dev/null`.
        case nothing
        /// A descriptor of this process.
        case descriptor(Int32)
        /// A file: read from its beginning, or appended to, and made where it is not there.
        case file(String)
    }

    /// Its path and arguments.
    package var command: [String]
    /// All of its environment.
    package var environment: [String: String]
    /// The folder it works in; nil: this process's.
    package var folder: String?
    /// Its standard input.
    package var input = Stream.nothing
    /// Its standard output.
    package var output = Stream.nothing
    /// Its standard error; nil: the same as its output.
    package var errors: Stream?
    /// Whether it is in a session of its own: what is typed at the terminal (Ctrl-C) is for this process alone.
    package var isApart = false
    /// Whether no signal is ignored or blocked for it, whatever this process does with them.
    package var hasFreshSignals = false
    /// Whether it gets no descriptor but its three streams.
    package var getsStreamsOnly = false

    /// Says what is to be started.
    ///
    /// - Parameters:
    ///   - command: its path and arguments.
    ///   - environment: all of its environment.
    package init(_ command: [String], environment: [String: String]) {
        self.command = command
        self.environment = environment
    }

    /// Starts it.
    ///
    /// - Returns: its number (`pid_t`); whoever starts it waits for it.
    /// - Throws: `SpawnFailure` where it cannot be started.
    package func start() throws(SpawnFailure) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        Self.add(input, as: STDIN_FILENO, O_RDONLY, to: &actions)
        let writing = O_WRONLY | O_CREAT | O_APPEND
        Self.add(output, as: STDOUT_FILENO, writing, to: &actions)
        Self.add(errors ?? .descriptor(STDOUT_FILENO), as: STDERR_FILENO, writing, to: &actions)
        if let folder { whistle_change_folder(&actions, folder) }
        if getsStreamsOnly { whistle_close_from(&actions, STDERR_FILENO + 1) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var flags: Int16 = 0
        if isApart { flags |= Int16(whistle_new_session()) }
        if hasFreshSignals {
            var (none, all) = (sigset_t(), sigset_t())
            sigemptyset(&none)
            sigfillset(&all)
            posix_spawnattr_setsigmask(&attributes, &none)
            posix_spawnattr_setsigdefault(&attributes, &all)
            flags |= Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        }
        posix_spawnattr_setflags(&attributes, flags)
        let words = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, command[0], &actions, &attributes, words, variables)
        guard code == 0 else { throw SpawnFailure(program: command[0], code: code) }
        return process
    }

    private static func add(
        _ stream: Stream,
        as descriptor: Int32,
        _ flags: Int32,
        to actions: inout posix_spawn_file_actions_t
    ) {
        switch stream {
        case .nothing: posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", flags & O_ACCMODE, 0)
        case .descriptor(let other): posix_spawn_file_actions_adddup2(&actions, other, descriptor)
        case .file(let path): posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o644)
        }
    }
}

/// Why a program could not be started.
package struct SpawnFailure: Error, CustomStringConvertible {
    /// The program.
    package let program: String
    /// What the C library says: a number of `errno`.
    package let code: Int32

    /// The same in words.
    package var description: String { "\(program) cannot be run: \(String(cString: strerror(code)))" }
}
