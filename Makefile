# make up       a private PostgreSQL, the sample city and the daemon; Ctrl-C stops all of it
# make test     every test, with its own private PostgreSQL
# make release  the program as it is deployed
# make chaos    kills, cuts, stalls and starves everything around the engine, then checks it; about 20 minutes
# make format   mends the formatting

.PHONY: up test release chaos format setup

setup:
	dev/setup

up: release
	exec .build/release/whistle up

test: setup
	swift build --build-tests
	dev/test

# Swift's own library is linked in: where the program runs nobody needs Swift, and counting a reference is no jump elsewhere.
RELEASE = swift build -c release --static-swift-stdlib --product

release: setup
	$(RELEASE) whistle
	$(RELEASE) whistle-picture
	! ldd .build/release/whistle .build/release/whistle-picture | grep libswift

chaos: release
	$(RELEASE) whistle-chaos
	mkdir -p var
	.build/release/whistle-chaos run --table var/chaos.md --json var/chaos.json --keep var/chaos $(CHAOS)

format:
	swift format --in-place --parallel --recursive Sources Tests sql share Package.swift
