internal import Glibc

/// Turns text of another encoding into UTF-8, a chunk at a time.
///
/// What cannot be decoded becomes the byte 0xFF, which is in no UTF-8: so the row it stands in is found to be bad
/// later, and the others are not.
final class IconvDecoder {
    private let handle: iconv_t
    private let unit: Int
    private var pending: [UInt8] = []

    /// Makes a decoder.
    init(_ encoding: TextEncoding) throws(SheetError) {
        guard let handle = iconv_open("UTF-8", encoding.rawValue), handle != iconv_t(bitPattern: -1) else {
            throw .badEncoding(encoding: encoding.rawValue)
        }
        self.handle = handle
        unit = encoding == .gb18030 ? 1 : 2
    }

    deinit {
        iconv_close(handle)
    }

    /// Appends the decoded text; the start of a character that the chunk cuts waits for the next one.
    func decode(_ chunk: [UInt8], into output: inout [UInt8]) {
        pending.append(contentsOf: chunk)
        var start = 0
        while start < pending.count {
            let (taken, failure) = convert(from: start, into: &output)
            start += taken
            if failure == EILSEQ {
                output.append(0xFF)
                start += min(unit, pending.count - start)
            } else if failure == EINVAL {
                break
            }
        }
        pending.removeFirst(start)
    }

    /// Ends the text: a character that was cut off is wrong.
    func finish(into output: inout [UInt8]) {
        if !pending.isEmpty { output.append(0xFF) }
        pending.removeAll()
    }

    /// Converts until the end, a mistake, or the room is used up; says how many bytes were taken and the error number.
    private func convert(from start: Int, into output: inout [UInt8]) -> (taken: Int, failure: Int32) {
        var failure: Int32 = 0
        var taken = 0
        let room = (pending.count - start) * 2 + 16
        let converted = [UInt8](unsafeUninitializedCapacity: room) { memory, used in
            pending.withUnsafeMutableBytes { bytes in
                var source = bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
                var sourceLeft = bytes.count - start
                memory.withMemoryRebound(to: CChar.self) { target in
                    var target = target.baseAddress
                    var targetLeft = room
                    let result = iconv(handle, &source, &sourceLeft, &target, &targetLeft)
                    failure = result == -1 ? errno : 0
                    used = room - targetLeft
                }
                taken = bytes.count - start - sourceLeft
            }
        }
        output.append(contentsOf: converted)
        return (taken, failure)
    }
}
