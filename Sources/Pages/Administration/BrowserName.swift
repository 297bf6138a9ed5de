/// What a browser calls itself (`User-Agent`), in words: which browser on which system.
struct BrowserName {
    /// The browser's name; nil: not known.
    let browser: String?
    /// The system's name; nil: not known.
    let system: String?

    /// Reads what a browser calls itself: nearly all call themselves others' names too, so the most particular one counts.
    init(_ agent: String) {
        browser = Self.browsers.first { agent.contains($0.sign) }?.name
        system = Self.systems.first { agent.contains($0.sign) }?.name
    }

    /// “Chrome · Windows”; nil where nothing is known of it.
    var text: String? {
        let parts = [browser, system].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    private static let browsers = [
        ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("QQBrowser", "QQ Browser"), ("UCBrowser", "UC Browser"),
        ("MetaSr", "Sogou Explorer"), ("QIHU 360", "360"), ("360SE", "360"), ("360EE", "360"),
        ("HuaweiBrowser", "Huawei Browser"),
        ("MiuiBrowser", "MIUI Browser"), ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"), ("Chromium", "Chromium"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"), ("Trident", "Internet Explorer"), ("MSIE", "Internet Explorer"), ("curl", "curl"),
    ].map { (sign: $0.0, name: $0.1) }

    private static let systems = [
        ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "OpenHarmony"), ("Android", "Android"), ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("UOS", "UOS"), ("Kylin", "Kylin"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ].map { (sign: $0.0, name: $0.1) }
}
