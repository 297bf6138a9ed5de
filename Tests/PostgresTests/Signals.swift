import Synchronization

/// Something a test waits for.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func send() {
        continuation.yield()
    }

    func wait() async {
        var iterator = stream.makeAsyncIterator()
        _ = await iterator.next()
    }
}

/// A number that tasks raise together.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int {
        number.load(ordering: .relaxed)
    }

    @discardableResult
    func increment() -> Int {
        number.add(1, ordering: .relaxed).newValue
    }
}

/// Numbers in the order in which tasks said them.
final class Record: Sendable {
    private let list = Mutex<[Int]>([])

    var numbers: [Int] {
        list.withLock { $0 }
    }

    func append(_ number: Int) {
        list.withLock { $0.append(number) }
    }
}
