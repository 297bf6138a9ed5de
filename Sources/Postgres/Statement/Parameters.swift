/// The values of a statement, encoded one after the other in one buffer.
struct Parameters: Sendable {
    private struct Place {
        var offset: Int
        /// -1 is NULL.
        var length: Int32
    }

    private var writer = ByteWriter()
    private var places: [Place] = []
    private(set) var types: [UInt32] = []

    var count: Int {
        types.count
    }

    mutating func append<Value: PostgresEncodable>(_ value: Value) throws(PostgresError) {
        let offset = writer.bytes.count
        types.append(Value.postgresType.rawValue)
        guard !value.isNull else {
            places.append(Place(offset: offset, length: -1))
            return
        }
        places.append(Place(offset: offset, length: 0))
        try value.encode(into: &writer)
        guard let length = Int32(exactly: writer.bytes.count - offset) else {
            throw PostgresError(.encoding, "a value of \(writer.bytes.count - offset) bytes is too long")
        }
        places[places.count - 1].length = length
    }

    /// The arrays that libpq takes, valid inside the closure.
    struct Pointers {
        let count: Int32
        let types: UnsafePointer<UInt32>?
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    func withPointers<R>(_ body: (Pointers) -> R) -> R {
        guard count > 0 else {
            return body(Pointers(count: 0, types: nil, values: nil, lengths: nil, formats: nil))
        }
        // A value that is empty but not NULL needs an address too.
        return writer.bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                    fill(values, numbers, from: bytes)
                    let base = numbers.baseAddress
                    return types.withUnsafeBufferPointer { types in
                        body(
                            Pointers(
                                count: Int32(count),
                                types: types.baseAddress,
                                values: UnsafePointer(values.baseAddress),
                                lengths: UnsafePointer(base),
                                formats: UnsafePointer(base?.advanced(by: count))
                            )
                        )
                    }
                }
            }
        }
    }

    private func fill(
        _ values: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>,
        _ numbers: UnsafeMutableBufferPointer<Int32>,
        from bytes: UnsafeRawBufferPointer
    ) {
        let empty = UnsafePointer<CChar>(bitPattern: 1)
        for (index, place) in places.enumerated() {
            let address = bytes.baseAddress?.advanced(by: place.offset).assumingMemoryBound(to: CChar.self)
            values[index] = place.length < 0 ? nil : (address ?? empty)
            numbers[index] = max(0, place.length)
            numbers[count + index] = 1
        }
    }
}
