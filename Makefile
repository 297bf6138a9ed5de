# make up       a private PostgreSQL, the sample city and the daemon; Ctrl-C stops all of it
# make test     every test, with its own private PostgreSQL
# make release  the program as it is deployed
# make format   mends the formatting

.PHONY: up test release format setup

setup:
	dev/setup

up: release
	exec .build/release/whistle up

# One target after the other: rules and readers first, then what stands on PostgreSQL, which must not starve beside them.
SUITES = ArchitectureTests WorkflowTests TabularTests PrivatePostgresTests PostgresTests PGStoreTests DispatcherTests BenchTests

test: setup
	swift build --build-tests
	for suite in $(SUITES); do swift test --skip-build --filter "^$$suite\." || exit 1; done

release: setup
	swift build -c release --product whistle

format:
	swift format --in-place --parallel --recursive Sources Tests sql share Package.swift
