package import Workflow

/// What is wrong with the sample city's files, or with the rules that they were written against.
package enum SampleCityError: Error, Sendable {
    /// A story says what nobody understands.
    case badStory(String, String)
    /// The rules refused what a story tells.
    case refused(story: String, act: ActionName, DispatchError)
    /// A row of the city's files cannot be taken.
    case badRow(ImportKind, ImportReport.BadLine)
}

extension SampleCityError: CustomStringConvertible {
    /// What happened, with the story that it happened in.
    package var description: String {
        switch self {
        case .badStory(let story, let what): "the sample city's story \(story) makes no sense: \(what)"
        case .refused(let story, let act, let error):
            "the sample city's story \(story), \(act): \(error.message.en) [\(error.code)]"
        case .badRow(let kind, let line):
            "the sample city's \(kind.rawValue), line \(line.line): \(line.message.en) [\(line.code)]"
        }
    }
}
