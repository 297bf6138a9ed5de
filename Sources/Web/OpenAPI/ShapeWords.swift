import Workflow

/// Shapes in words, for the page that people read; those with a name are gathered and linked.
struct ShapeWords {
    let language: Language
    /// Shapes that were named so far.
    private(set) var named: [String: Shape] = [:]

    init(language: Language) {
        self.language = language
    }

    /// A shape.
    mutating func words(_ shape: Shape) -> HTMLNode {
        switch shape {
        case .text(let rule): return .text(text(rule))
        case .integer(let range): return .text(integer(range))
        case .degrees: return .text(say("度数", "degrees"))
        case .flag: return .text(say("真假", "true or false"))
        case .word(let words): return .text(say("其一：", "one of: ") + words.joined(separator: ", "))
        case .list(let inner, let max):
            return .group([.text(say("列表，至多 \(max) 项：", "a list of at most \(max): ")), words(inner)])
        case .map(let inner, let max):
            return .group([.text(say("键值，至多 \(max) 对：", "at most \(max) keys, each: ")), words(inner)])
        case .nullable(let inner): return .group([words(inner), .text(say("，或 null", ", or null"))])
        case .either(let shapes):
            var parts: [HTMLNode] = []
            for shape in shapes {
                if !parts.isEmpty { parts.append(.text(say("；或 ", "; or "))) }
                parts.append(words(shape))
            }
            return .group(parts)
        case .embedded(let inner): return .group([.text(say("文本，内为 JSON：", "a text that holds JSON: ")), words(inner)])
        case .anything: return .text(say("任意值", "anything"))
        case .named(let name, let inner):
            named[name] = inner
            return .tag("a", [("href", "#shape-\(name)")], .tag("code", [], .text(name)))
        case .noted(let note, let inner): return .group([.text(note(language) + say("；", "; ")), words(inner)])
        case .object(let members): return object(members)
        }
    }

    private mutating func object(_ members: [Shape.Member]) -> HTMLNode {
        guard !members.isEmpty else { return .text(say("空对象", "an empty object")) }
        var items: [HTMLNode] = []
        for member in members {
            let optional = member.isOptional ? say("（可省略）", " (may be left out)") : ""
            items.append(
                .tag(
                    "li",
                    [],
                    .tag("code", [], .text(member.key)),
                    .tag("small", [], .text(optional)),
                    .text(say("：", ": ")),
                    words(member.shape)
                )
            )
        }
        return .element("ul", [("class", "shape")], items)
    }

    private func text(_ rule: Shape.TextRule) -> String {
        switch rule.form {
        case .free:
            rule.min > 0
                ? say("文本，\(rule.min)–\(rule.max) 字", "a text of \(rule.min)–\(rule.max) characters")
                : say("文本，至多 \(rule.max) 字", "a text of at most \(rule.max) characters")
        case .name: say("名称（小写字母、数字、下划线）", "a name (small letters, digits, low lines)")
        case .number: say("工单编号", "a ticket's number")
        case .instant: say("时间（RFC 3339）", "a time (RFC 3339)")
        case .date: say("日期（年-月-日）", "a date (year-month-day)")
        case .version: say("版本（ETag），或 *", "a version (ETag), or *")
        }
    }

    private func integer(_ range: ClosedRange<Int64>) -> String {
        let low = range.lowerBound == .min ? nil : range.lowerBound
        let high = range.upperBound == .max ? nil : range.upperBound
        switch (low, high) {
        case (let low?, let high?): return say("整数，\(low)–\(high)", "a whole number, \(low)–\(high)")
        case (let low?, nil): return say("整数，不小于 \(low)", "a whole number of at least \(low)")
        case (nil, let high?): return say("整数，不大于 \(high)", "a whole number of at most \(high)")
        case (nil, nil): return say("整数", "a whole number")
        }
    }

    private func say(_ zh: String, _ en: String) -> String { Bilingual(zh: zh, en: en)(language) }
}
