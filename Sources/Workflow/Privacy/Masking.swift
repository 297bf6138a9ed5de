/// Hides what points at a person, and leaves what a reader needs to follow the matter.
///
/// What is hidden stands as stars, one for each character, so that a text keeps its length. Masking twice is masking
/// once, and takes time in proportion to the text, whatever it holds. 个人信息保护法 art. 51: 去标识化.
public enum Masking {
    /// A telephone: `138****5678`, `0471****567`; what a field for telephones holds besides is hidden.
    public static func phone(_ text: String) -> String {
        var scan = MaskScan(text)
        scan.hideAllButPhones()
        return scan.masked
    }

    /// A name: the surname is left (`张**`, `欧阳*`), of a name in letters each first letter (`J*** S****`).
    public static func name(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let kept = surnameLength(scalars)
        var isFirst = true
        var masked = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let isGap = scalar.isNameGap
            let isKept = isGap || scalar == "*" || (kept.map { index < $0 } ?? isFirst)
            masked.append(isKept ? scalar : "*")
            isFirst = isGap
        }
        return String(masked)
    }

    /// An address: street and compound are left, numbers of building, unit, floor and room are hidden.
    public static func address(_ text: String) -> String {
        var scan = MaskScan(text)
        scan.isAddress = true
        scan.run()
        return scan.masked
    }

    /// A free text: telephones, identity and bank cards, passports, number plates, e-mails and rooms are hidden.
    ///
    /// Numbers of tickets, dates, times, amounts and public lines (12345, 110, 400…) are left.
    public static func text(_ text: String) -> String {
        var scan = MaskScan(text)
        scan.run()
        return scan.masked
    }
}

extension Masking {
    // MARK: - Parts

    /// How many characters of a Chinese name are its surname; nil for a name in letters, or of parts.
    private static func surnameLength(_ scalars: [Unicode.Scalar]) -> Int? {
        guard scalars.allSatisfy({ $0.isIdeograph || $0 == "*" }) else { return nil }
        // A name of one character is hidden whole; of two, the second is the given name.
        guard scalars.count > 1 else { return 0 }
        guard scalars.count > 2 else { return 1 }
        return compoundSurnames.contains(String(String.UnicodeScalarView(scalars.prefix(2)))) ? 2 : 1
    }

    /// Surnames of two characters that are in use (《百家姓》 and the census).
    private static let compoundSurnames: Set<String> = [
        "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司空", "夏侯", "轩辕", "端木",
        "百里", "东郭", "南宫", "西门", "呼延", "独孤", "万俟", "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠",
        "仲孙", "钟离", "鲜于", "闾丘", "亓官", "司寇", "子车", "颛孙", "巫马", "公西", "漆雕", "乐正", "壤驷", "公良", "拓跋", "夹谷", "宰父",
        "谷梁", "段干", "东里", "南门", "羊舌", "微生", "梁丘", "左丘", "第五",
    ]
}

extension Unicode.Scalar {
    /// Whether it is a Chinese character.
    fileprivate var isIdeograph: Bool {
        switch value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF, 0x3007: true
        default: false
        }
    }

    /// Whether it stands between the parts of a name.
    fileprivate var isNameGap: Bool {
        switch value {
        case 0x20, 0x3000, 0xA0, 0x2D, 0xB7, 0x2022, 0x30FB, 0x2E, 0x27, 0x2019: true
        default: false
        }
    }
}
