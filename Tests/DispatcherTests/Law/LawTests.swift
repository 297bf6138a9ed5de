import Testing
import Workflow

/// "Law and policy to stay within", read off what ships: definitions, sample directory, calendar and statements.
@Suite struct LawTests {
    @Test(arguments: Law.all) func `the product stays within it`(law: Law) throws {
        #expect(try law.violations(Product()) == [], "\(law.rule) (\(law.source)), shown by \(law.shownBy)")
    }

    @Test(arguments: Law.all) func `a product that breaks it is found`(law: Law) throws {
        #expect(try !law.violations(law.broken(Product())).isEmpty, "\(law.rule)")
    }

    @Test func `each rule names its source and what shows it`() {
        #expect(Law.all.allSatisfy { !$0.source.isEmpty && !$0.shownBy.isEmpty })
        #expect(Set(Law.all.map(\.rule)).count == Law.all.count)
        print("rules of law: \(Law.all.count)")
    }
}

extension Law: CustomTestStringConvertible {
    var testDescription: String { rule }
}
