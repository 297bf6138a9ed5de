/// Proofs that nobody waits for ever, and that no timer fires in vain.
extension WorkflowDefinition {
    /// Every state that is not final runs a clock whose expiry somebody hears of or that acts.
    func waitingProblems() -> [Problem] {
        states.sorted { $0.key < $1.key }.compactMap { name, state in
            guard !state.isFinal else { return nil }
            let heard = state.clocks.contains { clock in
                (clocks[clock]?.ladder).flatMap { ladders[$0] }?.contains { $0.act != nil || !$0.tell.isEmpty } == true
            }
            guard !heard else { return nil }
            return finding(
                "waits_for_ever",
                "states.\(name).clocks",
                zh: "这个状态没有会升级的时限",
                en: "no clock with a ladder runs in this state"
            )
        }
    }

    /// An act that a ladder does must be the clock's to do, in every state where the clock can run, and need nothing.
    func timerProblems() -> [Problem] {
        let entrances = entrances()
        var problems = contradictions() + restartProblems(entrances) + rungProblems()
        for (clock, definition) in clocks.sorted(by: { $0.key < $1.key }) {
            let running = statesRunning(clock, entrances)
            let acts = definition.ladder.flatMap { ladders[$0] }?.compactMap(\.act) ?? []
            for act in acts {
                guard let action = actions[act] else { continue }
                problems += timerProblems(clock, act, action, running)
            }
        }
        return problems
    }

    /// The states in which a clock can run: those that run or keep it, and the asides entered from them in which it
    /// does not stand still.
    private func statesRunning(_ clock: ClockName, _ entrances: [StateName: Set<StateName>]) -> [StateName] {
        let own = states.filter { $0.value.clocks.contains(clock) || $0.value.keeps.contains(clock) }.keys
        let asides = states.filter { name, state in
            state.isAside && clocks[clock]?.pauses.contains(name) != true
                && !(entrances[name] ?? []).isDisjoint(with: own)
        }
        return Set(own).union(asides.keys).sorted()
    }

    private func timerProblems(
        _ clock: ClockName,
        _ act: ActionName,
        _ action: ActionDefinition,
        _ running: [StateName]
    ) -> [Problem] {
        var problems: [Problem] = []
        if !action.by.contains(where: { $0.relation == .clock }) {
            problems.append(
                finding(
                    "not_for_clock",
                    "actions.\(act).by",
                    zh: "时限“\(clock)”不能做这个动作",
                    en: "the clock “\(clock)” may not do it"
                )
            )
        }
        if let need = action.needs.first {
            problems.append(
                finding(
                    "clock_has_no_need",
                    "actions.\(act).needs",
                    zh: "时限给不出“\(need)”",
                    en: "a clock cannot give “\(need)”"
                )
            )
        }
        let origins = origins(of: action)
        for state in running where !origins.contains(state) {
            problems.append(
                finding(
                    "timer_into_nothing",
                    "states.\(state).clocks",
                    zh: "时限“\(clock)”在此到期要“\(action.title.zh)”，但这里不能",
                    en: "“\(clock)” expires here and wants “\(action.title.en)”, which this state does not know"
                )
            )
        }
        return problems
    }
}

extension WorkflowDefinition {
    // MARK: - Clocks that cannot run as written

    /// A clock cannot both run and stand still in a state.
    private func contradictions() -> [Problem] {
        states.sorted { $0.key < $1.key }.flatMap { name, state in
            (state.clocks + state.keeps).filter { clocks[$0]?.pauses.contains(name) == true }.map { clock in
                finding(
                    "runs_and_pauses",
                    "clocks.\(clock).pauses",
                    zh: "时限“\(clock)”在“\(name)”既走又停",
                    en: "“\(clock)” both runs and stands still in “\(name)”"
                )
            }
        }
    }

    /// A clock that an act restarts must run in the state after it: elsewhere it would end at once, or expire unhandled.
    private func restartProblems(_ entrances: [StateName: Set<StateName>]) -> [Problem] {
        var problems: [Problem] = []
        for (_, action, path) in actionsWithPaths {
            for (index, way) in action.cases.enumerated() {
                let origins = origins(of: action, case: index).sorted()
                let after =
                    way.to.map { [$0] } ?? origins.flatMap { way.isBack ? entrances[$0, default: []].sorted() : [$0] }
                for case .restart(let clock) in action.effects + way.effects {
                    let running = statesRunning(clock, entrances)
                    let stray = after.first { states[$0] != nil && !running.contains($0) }
                    guard let stray else { continue }
                    problems.append(
                        finding(
                            "restart_in_vain",
                            "\(path).effects",
                            zh: "“\(stray)”里没有时限“\(clock)”",
                            en: "“\(clock)” does not run in “\(stray)”"
                        )
                    )
                }
            }
        }
        return problems
    }

    /// Steps of a ladder stand in the order of their times, as far as those can be compared.
    private func rungProblems() -> [Problem] {
        ladders.sorted { $0.key < $1.key }.compactMap { name, rungs in
            let isDescending = zip(rungs, rungs.dropFirst()).contains { $1.after.isBefore($0.after) }
            guard isDescending else { return nil }
            return finding(
                "rungs_out_of_order",
                "ladders.\(name)",
                zh: "各级不按时间先后",
                en: "its steps are not in order of time"
            )
        }
    }
}

extension Limit {
    /// Whether it is surely shorter: limits of different kinds cannot be compared without a calendar.
    fileprivate func isBefore(_ other: Limit) -> Bool {
        guard form != .atOnce else { return other.form != .atOnce }
        guard form.suffix == other.form.suffix, calendar == other.calendar else { return false }
        return (form.amount ?? 0) < (other.form.amount ?? 0)
    }
}
