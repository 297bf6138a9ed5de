import Media

/// A form as a test writes it, and what a parser made of one.
struct Form: Equatable {
    /// A part with its bytes.
    struct Part: Equatable {
        var heading: MultipartPart
        var bytes: [UInt8]

        init(_ name: String, fileName: String? = nil, _ bytes: [UInt8]) {
            heading = MultipartPart(name: name, fileName: fileName)
            self.bytes = bytes
        }

        init(_ heading: MultipartPart, _ bytes: [UInt8] = []) {
            self.heading = heading
            self.bytes = bytes
        }
    }

    var parts: [Part] = []
    var isWhole = false

    /// Feeds a parser the bytes, in pieces of these lengths over and over.
    static func parse(
        _ bytes: [UInt8],
        _ boundary: String,
        pieces: [Int] = [Int.max],
        limits: MultipartLimits = MultipartLimits()
    ) throws(MediaRefusal) -> Form {
        var parser = MultipartParser(try MultipartBoundary(boundary), limits: limits)
        var form = Form()
        var index = 0
        var turn = 0
        while index < bytes.count {
            let length = min(bytes.count - index, pieces[turn % pieces.count])
            try form.take(parser.push(Array(bytes[index..<(index + length)])))
            index += length
            turn += 1
        }
        try form.take(parser.finish())
        return form
    }

    mutating func take(_ events: [MultipartEvent]) throws(MediaRefusal) {
        for event in events {
            switch event {
            case .part(let heading): parts.append(Part(heading))
            case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
            case .endOfPart: break
            case .end: isWhole = true
            }
        }
    }

    /// The form as bytes.
    func written(_ boundary: String) -> [UInt8] {
        var result: [UInt8] = []
        for part in parts {
            result += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.heading.name)\"".utf8)
            if let name = part.heading.fileName { result += Array("; filename=\"\(name)\"".utf8) }
            result += Array("\r\n\r\n".utf8) + part.bytes + Array("\r\n".utf8)
        }
        return result + Array("--\(boundary)--\r\n".utf8)
    }
}
