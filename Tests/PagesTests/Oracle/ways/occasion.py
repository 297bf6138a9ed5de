"""A form asks for what its occasion needs, and for no more."""

from person import Person, fault
from ways.matter import act, file


def what_a_result_needs(browser):
    """办结反馈: for how long only where it is planned; proof of what came of it; an order names its addressee."""
    for size, language in [("desk", "zh-CN"), ("phone", "zh-CN"), ("phone", "en-US")]:
        desk, water, street = (Person(browser, size, language) for _ in range(3))
        desk.sign_in("desk")
        number = file(desk, f"结果要什么 {size} {language}")
        act(desk, number, "accept")
        act(desk, number, "dispatch", lead="水务局")
        desk.close()
        water.sign_in("water")
        act(water, number, "sign")
        water.go(f"/matters/{number}/acts/submit_result")

        def asks():
            return water.page.is_visible("#field-parking_days"), water.page.is_visible("[data-proofs] input[type=checkbox]")

        for outcome, wanted in [(None, (False, False)), ("solved", (False, True)), ("planned", (True, False)), ("explained", (False, True))]:
            if outcome:
                water.page.select_option("#field-outcome", outcome)
            if asks() != wanted:
                fault(f"{water.name}: {outcome}: the form asks for {asks()}, not {wanted}")
            water.look(f"result-{outcome}")
        # What was typed for another outcome is not sent with this one.
        water.page.select_option("#field-outcome", "planned")
        water.fill("parking_days", "30")
        water.page.select_option("#field-outcome", "explained")
        water.fill("text", "已说明")
        water.press()
        if "done=" not in water.page.url:
            fault(f"{water.name}: not done: {water.page.inner_text('main')[:300]}")
        water.look("result-done")
        if "30" in water.page.inner_text(".story"):
            fault(f"{water.name}: what was not asked for was sent")
        water.close()
        street.sign_in("street")
        street.go(f"/matters/{number}/acts/supervise")
        street.look("order-form")
        street.expect("致：" if language == "zh-CN" else "To:")
        # And on paper.
        street.fill("note", "请三日内办结，书面答复")
        street.press()
        street.go(f"/matters/{number}/order")
        street.look("order")
        street.expect("请三日内办结，书面答复")
        street.expect("致：" if language == "zh-CN" else "To:")
        street.close()
