import Testing
import Workflow

/// Telephones as people type them to find somebody.
@Suite struct TelephoneTests {
    @Test(arguments: [
        ("13800005678", "13800005678"), ("+86 138-0000-5678", "13800005678"), ("0086 138 0000 5678", "13800005678"),
        ("１３８００００５６７８", "13800005678"), ("（0471）6234567", "04716234567"), ("(0471) 623.4567", "04716234567"),
        ("12345", "12345"),
    ])
    func `one telephone is the same however it is written`(_ typed: String, _ digits: String) {
        #expect(Telephone.typed(typed) == digits)
        #expect(Telephone.digits(of: typed) == digits)
    }

    @Test(arguments: [
        ("13800005678", true), ("６２３４５６７", true), ("(0471) 623.4567 转 8", true), ("000-5501-0201", true),
        ("1380", false), ("12345", false), ("没有", false), ("", false),
    ])
    func `seven digits are the least by which somebody is called`(_ typed: String, _ isWhole: Bool) {
        #expect(Telephone.isWhole(typed) == isWhole)
    }

    @Test(arguments: [
        "", "1234", "1380000567O", "13800005678 张三", "138\n00005678", "123456789012345678901", "; DROP TABLE", "+86 12",
    ])
    func `what is no telephone is not taken for one`(_ typed: String) {
        #expect(Telephone.typed(typed) == nil)
    }
}
