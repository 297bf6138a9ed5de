import Foundation

extension Pipe {
    /// All that comes out, read by a thread of its own: blocked ones of the shared pool are missed by the server that is asked.
    func whole() async -> Data {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.fileHandleForReading.readDataToEndOfFile()) }
        }
    }
}
