import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterSeries: CounterHandler, MetricSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func lines(_ name: String, _ labels: MetricLabels) -> String {
        "\(name)\(labels.text()) \(value.load(ordering: .relaxed))\n"
    }
}

/// A number that goes up and down.
final class GaugeSeries: MeterHandler, MetricSeries {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func lines(_ name: String, _ labels: MetricLabels) -> String {
        "\(name)\(labels.text()) \(value.withLock { $0 })\n"
    }
}

/// How often values lay below each of some bounds.
final class HistogramSeries: TimerHandler, RecorderHandler, MetricSeries {
    private struct State {
        var counts: [UInt64]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let unit: Double
    private let state: Mutex<State>

    /// From what nobody feels to what nobody waits for.
    static let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// Sizes of batches.
    static let counts = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map(Double.init)

    /// - Parameters:
    ///   - bounds: in ascending order.
    ///   - unit: what one of what is recorded is in the unit of the bounds.
    init(bounds: [Double], unit: Double) {
        self.bounds = bounds
        self.unit = unit
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let value = value * unit
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[place] += 1
            $0.sum += value
        }
    }

    func lines(_ name: String, _ labels: MetricLabels) -> String {
        let state = state.withLock { $0 }
        var total: UInt64 = 0
        var lines = ""
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], state.counts) {
            total += count
            lines += "\(name)_bucket\(labels.text("le=\"\(bound)\"")) \(total)\n"
        }
        return lines + "\(name)_sum\(labels.text()) \(state.sum)\n\(name)_count\(labels.text()) \(total)\n"
    }
}
