import Foundation
import Workflow

/// Where secrets come from: the environment, or files that nobody else reads; never the file itself that names them.
package struct BookSecrets: Sendable {
    private let environment: [String: String]
    private let file: @Sendable (String) -> Result<String, Fault>

    /// Why a file gives no secret.
    package enum Fault: Error, Hashable, Sendable {
        /// It cannot be read.
        case unreadable
        /// Others may read it.
        case open
    }

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - environment: variables by name.
    ///   - file: what stands in a file.
    package init(environment: [String: String], file: @escaping @Sendable (String) -> Result<String, Fault>) {
        self.environment = environment
        self.file = file
    }

    /// This process's environment and files.
    package static var process: BookSecrets {
        BookSecrets(environment: ProcessInfo.processInfo.environment) { path in
            var status = stat()
            guard stat(path, &status) == 0, let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                return .failure(.unreadable)
            }
            return status.st_mode & 0o077 == 0 ? .success(text) : .failure(.open)
        }
    }

    /// Reads `{env: NAME}` or `{file: PATH}`; nil, and noted, where there is none.
    package func read(_ node: BookNode) -> String? {
        node.allow(["env", "file"])
        switch (node["env"]?.text, node["file"]?.text) {
        case (let name?, nil):
            if let value = environment[name], !value.isEmpty { return value }
            node.fault("secret_missing", zh: "没有设环境变量 \(name)", en: "the variable \(name) is not set")
        case (nil, let path?):
            switch file(path) {
            case .success(let text):
                let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
                if !secret.isEmpty { return secret }
                node.fault("secret_missing", zh: "文件 \(path) 是空的", en: "the file \(path) is empty")
            case .failure(.unreadable):
                node.fault("secret_missing", zh: "读不到文件 \(path)", en: "the file \(path) cannot be read")
            case .failure(.open):
                node.fault(
                    "secret_open",
                    zh: "文件 \(path) 别人也能读；请 chmod 600",
                    en: "others may read the file \(path): chmod 600"
                )
            }
        case (nil, nil), (.some, .some):
            node.fault("bad_secret", zh: "应为 {env: 变量名} 或 {file: 路径}", en: "{env: NAME} or {file: PATH} is wanted")
        }
        return nil
    }
}
