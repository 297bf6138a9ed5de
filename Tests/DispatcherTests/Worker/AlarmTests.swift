import PGStore
import TestSupport
import Testing
import Workflow

@testable import Dispatcher

@Suite(.timeLimit(.minutes(1))) struct AlarmTests {
    private static let long = Duration.seconds(3_600)

    @Test func `a ring before the sleep ends it at once`() async {
        let alarm = Alarm()
        alarm.ring()
        await alarm.sleep(atMost: Self.long)
    }

    @Test func `a ring wakes the sleeper, and is used up by that`() async {
        let alarm = Alarm()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await alarm.sleep(atMost: Self.long) }
            group.addTask {
                while !Task.isCancelled {
                    alarm.ring()
                    await Task.yield()
                }
            }
            await group.next()
            group.cancelAll()
        }
    }

    @Test func `it wakes by itself`() async {
        let alarm = Alarm()
        for _ in 0..<3 { await alarm.sleep(atMost: .milliseconds(1)) }
    }

    @Test func `a cancelled sleeper wakes, and one that is cancelled already does not sleep`() async {
        let alarm = Alarm()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await alarm.sleep(atMost: Self.long) }
            group.cancelAll()
            group.addTask {
                while !Task.isCancelled { await Task.yield() }
                await alarm.sleep(atMost: Self.long)
            }
            group.cancelAll()
        }
    }
}
