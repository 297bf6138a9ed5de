package import CoreMetrics
import Synchronization

/// What is counted in the process, written out as Prometheus reads it (text format 0.0.4).
///
/// A backend of swift-metrics: whoever counts knows nothing of Prometheus. Times are kept as histograms of seconds, values
/// that are recorded as histograms, meters as gauges. There is one series for each label and its dimensions, so dimensions
/// must be of few values: endpoints and statuses, never numbers of tickets.
package final class MetricRegistry: MetricsFactory {
    private let families = Mutex<[String: MetricFamily]>([:])
    private let help: [String: String]

    /// Makes a registry.
    ///
    /// - Parameter help: what each metric means, by its label.
    package init(help: [String: String]) {
        self.help = help
    }

    /// All that was counted, in the order of names.
    package var text: String {
        let families = families.withLock { $0 }.sorted { $0.key < $1.key }
        return families.map { name, family in
            family.text(name, help: help[name] ?? name)
        }.joined()
    }

    private func series<Series>(
        _ label: String,
        _ kind: MetricFamily.Kind,
        _ dimensions: [(String, String)],
        _ make: () -> Series
    ) -> Series where Series: MetricSeries {
        let labels = MetricLabels(dimensions)
        return families.withLock { families in
            if let known = families[label, default: MetricFamily(kind: kind)].series[labels] as? Series { return known }
            let series = make()
            families[label, default: MetricFamily(kind: kind)].series[labels] = series
            return series
        }
    }
}

extension MetricRegistry {
    // MARK: - What swift-metrics asks for

    /// A number that only grows.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, .counter, dimensions) { CounterSeries() }
    }

    /// A number that goes up and down.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, .gauge, dimensions) { GaugeSeries() }
    }

    /// Values, by how often they lay below bounds.
    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, .histogram, dimensions) { HistogramSeries(bounds: HistogramSeries.counts, unit: 1) }
    }

    /// Times, by how often they lay below bounds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, .histogram, dimensions) { HistogramSeries(bounds: HistogramSeries.seconds, unit: 1e-9) }
    }

    /// Nothing is forgotten: Prometheus takes a number that is gone for one that began anew.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Nothing is forgotten.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Nothing is forgotten.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Nothing is forgotten.
    package func destroyTimer(_ handler: any TimerHandler) {}
}
