package import Workflow

extension BenchReport {
    /// A figure beside the one that a row is judged by.
    package struct Detail: Sendable, Hashable {
        /// What it is.
        package let name: Bilingual
        /// How much.
        package let value: Double
        /// Of what; empty: a number of things.
        package let unit: String

        init(zh: String, en: String, _ value: Double, _ unit: String) {
            name = Bilingual(zh: zh, en: en)
            self.value = value
            self.unit = unit
        }
    }
}
