package import Foundation

/// What ships with the program as data: definitions, calendars, the sample city.
package enum Shipped {
    /// The folder that holds all of it.
    package static var folder: URL { Bundle.module.bundleURL }
}
