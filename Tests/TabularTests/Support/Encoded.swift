import Glibc

/// A text in another encoding, by way of the C library.
func encode(_ text: String, as encoding: String) -> [UInt8] {
    guard let handle = iconv_open(encoding, "UTF-8"), handle != iconv_t(bitPattern: -1) else { return [] }
    defer { iconv_close(handle) }
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: input.count * 4 + 16)
    let size = output.count
    var left = size
    input.withUnsafeMutableBytes { source in
        output.withUnsafeMutableBytes { target in
            var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
            var fromLeft = source.count
            var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
            _ = iconv(handle, &from, &fromLeft, &to, &left)
        }
    }
    return Array(output.prefix(size - left))
}
