import Foundation
import TestSupport
import Testing

/// `whistle up`, again and again in one folder.
@Suite struct AgainTests {
    @Test func `a second run goes on where the first stopped, and doubles nothing`() async throws {
        try await Workplace.with { workplace in
            try await City.with(in: workplace) { city in
                _ = try await city.file(text: "第一次")
            }
            try await City.with(in: workplace) { city in
                #expect(city.up.errors.contains("the sample city 澄岚区 is there"))
                #expect(!city.up.errors.contains("migrations applied"))
                let tickets = try await city.whistle("tickets", "--json")
                #expect(tickets.lines.count == City.sampleMatters + 1)
                #expect(tickets.output.contains("第一次"))
                try await city.expect("verify")
            }
        }
    }

    @Test func `a run after kill -9 takes over what is left`() async throws {
        try await Workplace.with { workplace in
            let server = try await City.with(in: workplace) { city in
                _ = try await city.file(text: "断电之前")
                let server = try #require(workplace.server)
                city.up.send(SIGKILL)
                #expect(try await city.up.end().status == -SIGKILL)
                return server
            }
            #expect(server.isRunning, "the server was to linger")
            try await City.with(in: workplace) { city in
                #expect(workplace.server?.id == server.id)
                let tickets = try await city.whistle("tickets", "--json")
                #expect(tickets.lines.count == City.sampleMatters + 1)
                try await city.expect("verify")
            }
            #expect(!server.isRunning)

            // The machine went down: server and program at once, in the middle of things.
            try await City.with(in: workplace) { city in
                city.up.send(SIGKILL)
                if let server = workplace.server { kill(server.id, SIGKILL) }
                _ = try await city.up.end()
            }
            try await City.with(in: workplace) { city in
                let tickets = try await city.expect("tickets", "--json")
                #expect(tickets.lines.count == City.sampleMatters + 1)
                try await city.expect("verify")
            }
        }
    }

    @Test func `a load of the sample that was killed is finished by the next run`() async throws {
        try await Workplace.with { workplace in
            let first = try workplace.start(["up"])
            defer { first.killIfRunning() }
            try await first.says("migrations applied")
            // Units and people are in, and some of the past, or not yet: whichever it is, the next run copes.
            try await eventually("some of the past, or all of it", within: .seconds(240)) {
                let tickets = try await workplace.run(["tickets", "--json"])
                return tickets.lines.count > 3 || !first.isRunning || first.errors.contains(City.prompt)
            }
            first.send(SIGKILL)
            _ = try await first.end()
            try await City.with(in: workplace) { city in
                let tickets = try await city.expect("tickets", "--json")
                #expect(tickets.lines.count == City.sampleMatters)
                try await city.expect("verify")
            }
        }
    }

    @Test func `a second run at the same time is refused, and harms nothing`() async throws {
        let city = try await SharedCity.city
        let second = try await city.whistle("up")
        #expect(second.complains("already_up", 75), "\(second)")
        #expect(second.errors.contains("another “whistle up” runs from here already"))
        let chinese = try await city.whistle("up", zh: true)
        #expect(chinese.complains("already_up", 75), "\(chinese)")
        #expect(chinese.errors.contains("这里已有一个 whistle up 在运行"))
        #expect(city.up.isRunning)
        try await city.expect("doctor")
    }
}
