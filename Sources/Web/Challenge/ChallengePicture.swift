/// Letters drawn so that people read them and programs have to try.
///
/// Each leans its own way, lines cross them, grains lie over them. The same letters and seed give the same picture.
///
/// No library and no process: what somebody asks for without an account must cost next to nothing.
struct ChallengePicture {
    static let width = 180
    static let height = 64

    private var pixels = [UInt8](repeating: 255, count: width * height)
    private var dice: Dice

    init(_ letters: String, seed: UInt64) {
        dice = Dice(state: seed)
        let count = letters.utf8.count
        for (index, letter) in letters.utf8.enumerated() {
            let left = 12 + Double(index) * Double(Self.width - 24) / Double(max(1, count))
            draw(letter, left: left)
        }
        for _ in 0..<3 { line() }
        for _ in 0..<260 { pixels[dice.below(pixels.count)] = UInt8(dice.below(256)) }
    }

    /// The picture as a file.
    var png: [UInt8] { PNGFile.gray(pixels, width: Self.width, height: Self.height) }

    /// Draws a letter five dots wide and seven high, each dot a small square, leaning and swinging.
    private mutating func draw(_ letter: UInt8, left: Double) {
        let rows = ChallengeFont.rows(letter)
        let size = 4.2 + Double(dice.below(12)) / 10
        let lean = Double(dice.below(13) - 6) / 16
        let top = 10 + Double(dice.below(16))
        let swing = Double(dice.below(5) - 2)
        let ink = UInt8(dice.below(90))
        for y in 0..<Int(7 * size) {
            let row = rows[Int(Double(y) / size)]
            for x in 0..<Int(5 * size) where row >> (4 - UInt8(Double(x) / size)) & 1 == 1 {
                let right = left + Double(x) + lean * (3.5 * size - Double(y))
                let down = top + Double(y) + swing * Double(x) / (5 * size)
                set(Int(right), Int(down), ink)
            }
        }
    }

    private mutating func line() {
        let (from, to) = (dice.below(Self.height), dice.below(Self.height))
        let ink = UInt8(60 + dice.below(80))
        for x in 0..<Self.width {
            let y = from + (to - from) * x / Self.width
            set(x, y, ink)
            set(x, y + 1, ink)
        }
    }

    private mutating func set(_ x: Int, _ y: Int, _ ink: UInt8) {
        guard (0..<Self.width).contains(x), (0..<Self.height).contains(y) else { return }
        pixels[y * Self.width + x] = ink
    }

    /// SplitMix64: from one number as many as are wanted.
    private struct Dice {
        var state: UInt64

        mutating func below(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
        }
    }
}
