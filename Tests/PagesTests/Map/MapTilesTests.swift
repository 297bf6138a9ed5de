import Testing
import Workflow

@testable import Pages

/// Addresses of tiles: what stands in them goes into a header that says what a browser may ask.
@Suite struct MapTilesTests {
    @Test func `the hosts of all layers are named, each once`() throws {
        let layer = "https://t0.tianditu.gov.cn/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=a1b2"
        let tiles = try MapTiles(
            templates: [layer, layer.replacing("vec", with: "cva"), "http://10.0.0.8:8081/t/{z}/{x}/{y}.png"],
            attribution: "天地图 GS(2024)0650号"
        )
        #expect(tiles.origins == ["https://t0.tianditu.gov.cn", "http://10.0.0.8:8081"])
        #expect(tiles.datum == .wgs84 && tiles.maxZoom == 18)
        #expect(try MapTiles(templates: [layer], maxZoom: 99).maxZoom == 22)
    }

    @Test(arguments: [
        "", "tiles", "/t/{z}/{x}/{y}", "ftp://tiles.example/{z}/{x}/{y}", "javascript:alert(1)//{z}{x}{y}",
        "https://tiles.example/{z}/{x}", "https://tiles.example/z/x/y", "https://{s}.tiles.example/{z}/{x}/{y}",
        "https://tiles.example/{s}/{z}/{x}/{y}", "https://user:word@tiles.example/{z}/{x}/{y}",
        "https://tiles.example;script-src/{z}/{x}/{y}", "https://tiles.example/{z}/{x}/{y}; script-src *",
        "https://tiles.example/{z}/{x}/{y}\u{A}X-Other: 1", "https://tiles.example/\"{z}/{x}/{y}",
        "https://地图.example/{z}/{x}/{y}", "https:///{z}/{x}/{y}", "https://*/{z}/{x}/{y}", "data:image/png,{z}{x}{y}",
    ])
    func `what no tiles can be asked from is refused`(_ template: String) {
        #expect(throws: MapTilesError(template: template)) { try MapTiles(templates: [template]) }
    }
}
