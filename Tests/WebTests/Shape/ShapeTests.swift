import Testing
import Web
import Workflow

/// Shapes check what they describe.
@Suite struct ShapeTests {
    private let shape = Shape.object([
        .init("name", .name), .optional("count", .integer(1...9)), .optional("lamp", .word(["red", "green"]).orNull),
        .optional("parts", .list(.text(max: 3), max: 2)), .optional("more", .map(.flag, max: 1)),
    ])

    @Test(arguments: [
        #"{"name":"a"}"#, #"{"name":"a_1","count":9,"lamp":null}"#,
        #"{"name":"a","lamp":"red","parts":["x","三个字"],"more":{"k":true}}"#,
    ])
    func `what fits has no fault`(_ text: String) throws {
        #expect(shape.faults(in: try JSONValue(parsing: text)).isEmpty)
    }

    @Test(arguments: [
        (#"[]"#, "", "wrong_type"), (#"{}"#, "/name", "missing"), (#"{"name":"A"}"#, "/name", "wrong_form"),
        (#"{"name":""}"#, "/name", "too_short"), (#"{"name":"a","count":10}"#, "/count", "out_of_range"),
        (#"{"name":"a","lamp":"blue"}"#, "/lamp", "unknown_word"),
        (#"{"name":"a","parts":["a","b","c"]}"#, "/parts", "too_long"),
        (#"{"name":"a","parts":["a","四个字啊"]}"#, "/parts/1", "too_long"),
        (#"{"name":"a","more":{"k":1}}"#, "/more/k", "wrong_type"),
        (#"{"name":"a","more":{"k":true,"l":true}}"#, "/more", "too_long"),
        (#"{"name":"a","x/y~z":1}"#, "/x~1y~0z", "unexpected"), (#"{"name":"a","x\u0000y":1}"#, "/xy", "unexpected"),
    ])
    func `what does not fit is told with its place`(_ text: String, _ place: String, _ code: String) throws {
        let faults = shape.faults(in: try JSONValue(parsing: text))
        #expect(faults.map(\.place) == [place])
        #expect(faults.map(\.code.rawValue) == [code])
    }

    /// One that passed and were none would be taken as not given: a hand-over of one role for one of all.
    @Test func `what passes as a name is a name, up to the longest`() throws {
        for length in 1...StateName.mostBytes {
            let text = String(repeating: "a", count: length)
            #expect(Shape.name.faults(in: .string(text)).isEmpty)
            #expect(StateName(text) != nil)
        }
        let longer = String(repeating: "a", count: StateName.mostBytes + 1)
        #expect(Shape.name.faults(in: .string(longer)).map(\.code.rawValue) == ["too_long"])
    }

    @Test func `no more than twenty faults are told`() {
        let many = JSONValue.array(Array(repeating: 1, count: 1_000))
        #expect(Shape.list(.flag, max: 10_000).faults(in: many).count == 20)
    }

    @Test func `a text with the NUL character is refused before any database sees it`() {
        #expect(Shape.text(max: 9).faults(in: "a\u{0}b").map(\.code) == [.wrongForm])
    }

    @Test func `one of several shapes fits, or what is wrong with the own one is told`() {
        let either = Shape.either([.text(max: 2), .integer(0...1), .list(.flag, max: 1)])
        #expect(either.faults(in: "ab").isEmpty)
        #expect(either.faults(in: 1).isEmpty)
        #expect(either.faults(in: "abc").map(\.code) == [.tooLong])
        #expect(either.faults(in: [1]).map(\.place) == ["/0"])
        #expect(either.faults(in: .null).map(\.code) == [.wrongType])
    }
}
