import Testing

/// Arrows point down: who may import whom.
@Suite struct ImportTests {
    private static let ours: Set = [
        "Bench", "Chaos", "ChaosChecker", "CLibPQ", "CExpat", "CZip", "CXLSXWriter", "CSpawn", "CVips", "CCurl",
        "CLDAP", "CQREncode", "CZlib",
        "CityIdentity", "Dispatcher", "Logs", "Messaging",
        "Media", "Outward", "Pages",
        "PGStore",
        "Pictures", "Postgres", "PrivatePostgres",
        "Schema",
        "Shipped", "Spawning", "Tabular", "TestSupport", "Web", "Workflow", "whistle",
    ]
    /// What comes with the toolchain.
    private static let toolchain: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "FoundationNetworking", "FoundationXML", "Glibc",
        "PackageDescription",
        "Swift",
        "Synchronization", "Testing",
    ]

    @Test(
        arguments: [
            ("Workflow", []), ("Postgres", ["CLibPQ"]), ("Tabular", ["CExpat", "CZip", "CXLSXWriter"]),
            ("PrivatePostgres", ["Spawning"]), ("Media", ["Spawning"]), ("Spawning", ["CSpawn"]),
            ("Pictures", ["CVips", "Media"]),
            ("PGStore", ["Postgres", "Schema", "Workflow"]), ("Outward", ["Workflow"]),
            ("CityIdentity", ["CExpat", "CLDAP", "Outward", "Shipped", "Workflow"]),
            ("ChaosChecker", ["Postgres"]),
        ] as [(String, Set<String>)]
    )
    func `a module imports of ours only`(_ module: String, _ allowed: Set<String>) throws {
        let files = try Repository.files(in: "Sources/" + module)
        #expect(!files.isEmpty)
        for file in files {
            let wrong = Set(file.imports).intersection(Self.ours).subtracting(allowed)
            #expect(wrong.isEmpty, "\(file.path)")
        }
    }

    @Test(
        arguments: [
            ("Workflow", ["Foundation", "FoundationEssentials", "Synchronization"]),
            ("PGStore", ["Postgres", "Schema", "Workflow", "Crypto", "Logging", "Foundation"]),
            ("Media", ["Spawning", "Crypto", "Dispatch", "Foundation", "Glibc", "Synchronization"]),
        ] as [(String, Set<String>)]
    )
    func `a module imports nothing but`(_ module: String, _ allowed: Set<String>) throws {
        for file in try Repository.files(in: "Sources/" + module) {
            #expect(Set(file.imports).isSubset(of: allowed), "\(file.path): \(file.imports)")
        }
    }

    @Test(arguments: [
        ("CLibPQ", ["Postgres"]), ("CExpat", ["CityIdentity", "Tabular"]), ("CZip", ["Tabular"]),
        ("CXLSXWriter", ["Tabular"]), ("CVips", ["Pictures"]), ("CSpawn", ["Spawning"]), ("CCurl", ["Messaging"]),
        ("CLDAP", ["CityIdentity"]), ("CQREncode", ["Pages"]), ("CZlib", ["Pages"]),
    ])
    func `a C library is imported by its own modules only`(_ library: String, _ modules: [String]) throws {
        let all = try Repository.files(in: "Sources") + Repository.files(in: "Tests")
        for file in all where file.imports.contains(library) {
            #expect(modules.contains { file.path.hasPrefix("Sources/\($0)/") }, "\(file.path)")
        }
    }

    @Test func `other people's pictures are read in a process of their own`() throws {
        for file in try Repository.files(in: "Sources") where file.imports.contains("Pictures") {
            #expect(file.path.hasPrefix("Sources/whistle-picture/"), "\(file.path)")
        }
    }

    @Test func `what a target imports is declared for it`() throws {
        let targets = try Manifest().targets
        #expect(targets.count > 10)
        for target in targets {
            let allowed = target.dependencies.union(Self.toolchain).union([target.name])
            for file in try Repository.files(in: target.folder) {
                let undeclared = Set(file.imports).subtracting(allowed)
                #expect(undeclared.isEmpty, "\(file.path) of \(target.name)")
            }
        }
    }

    @Test func `nobody below imports who stands above`() throws {
        let order = ["Postgres", "PGStore", "Dispatcher", "Messaging", "Web", "Pages", "Bench", "Chaos", "whistle"]
        for (index, module) in order.enumerated() {
            let above = Set(order.dropFirst(index + 1))
            for file in try Repository.files(in: "Sources/" + module) {
                #expect(above.isDisjoint(with: file.imports), "\(file.path)")
            }
        }
    }
}
