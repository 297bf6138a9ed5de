/// What was typed behind the program's name.
enum Spoken {
    /// Refuses arguments that are not UTF-8: Swift would put U+FFFD for their bytes, and that would be stored.
    static func check() throws {
        for index in 0..<Int(CommandLine.argc) {
            guard let word = CommandLine.unsafeArgv[index], String(validatingCString: word) == nil else { continue }
            throw Complaint(
                "bad_encoding",
                zh: "第 \(index) 个参数不是 UTF-8：\(String(cString: word))",
                en: "argument \(index) is not UTF-8: \(String(cString: word))",
                exit: ExitCodes.usage
            )
        }
    }
}
