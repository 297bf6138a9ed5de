import Workflow

extension Life {
    /// The same fault in as few tries and as little time as can be found: tries are left out, times and inputs
    /// shortened, as long as something is still wrong at the end.
    func shrunk(under machines: Machines, check: Family.Check) throws -> Life {
        var best = self
        guard let first = try fault(under: machines, check: check) else { return self }
        best.tries = Array(tries.prefix(first.try + 1))
        var hasShrunk = true
        while hasShrunk {
            hasShrunk = false
            for smaller in best.smallerOnes() {
                guard let fault = try smaller.fault(under: machines, check: check) else { continue }
                best = smaller
                best.tries = Array(smaller.tries.prefix(fault.try + 1))
                hasShrunk = true
                break
            }
        }
        return best
    }

    /// Lives that are a little smaller, the much smaller ones first.
    private func smallerOnes() -> [Life] {
        var lives: [Life] = []
        var length = tries.count / 2
        while length > 0 {
            // Of short pieces every one is left out: what goes up and comes down again goes together.
            let step = length > 3 ? length : 1
            for from in stride(from: 0, to: tries.count, by: step) {
                let piece = from..<min(from + length, tries.count)
                var life = self
                life.tries.removeSubrange(piece)
                guard !life.tries.isEmpty else { continue }
                lives.append(life)
                // Time may have to pass all the same.
                let passed = tries[piece].reduce(0) { $0 + $1.pause }
                guard life.tries.indices.contains(from), passed > 0 else { continue }
                life.tries[from].pause += passed
                lives.append(life)
            }
            length = length > 3 ? length / 2 : length - 1
        }
        for index in tries.indices { lives += smaller(tries[index]).map { with($0, at: index) } }
        return lives
    }

    private func with(_ next: Try, at index: Int) -> Life {
        var life = self
        life.tries[index] = next
        return life
    }

    private func smaller(_ next: Try) -> [Try] {
        var smaller: [Try] = []
        for pause: Int64 in [0, 60, 3_600, 86_400] where pause < next.pause {
            var shorter = next
            shorter.pause = pause
            smaller.append(shorter)
        }
        if next.calendars != nil || !next.hears {
            var plain = next
            plain.calendars = nil
            plain.hears = true
            smaller.append(plain)
        }
        for field in Set(next.input.keys).union(next.times.keys).union(next.words).sorted() {
            var less = next
            less.input[field] = nil
            less.times[field] = nil
            less.words.remove(field)
            smaller.append(less)
        }
        return smaller
    }
}
