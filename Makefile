# make up       a private PostgreSQL, the sample city and the daemon; Ctrl-C stops all of it
# make test     every test, with its own private PostgreSQL
# make release  the program as it is deployed
# make format   mends the formatting

.PHONY: up test release format setup

setup:
	dev/setup

up: release
	exec .build/release/whistle up

test: setup
	swift build --build-tests
	dev/test

release: setup
	swift build -c release --product whistle

format:
	swift format --in-place --parallel --recursive Sources Tests sql share Package.swift
