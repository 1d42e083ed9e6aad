"""The page for everybody: by keyboard alone, with a screen reader, on a phone, by day and by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SERIOUS = {"serious", "critical"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def serious_violations(page):
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']} ({len(one['nodes'])}: {one['nodes'][0]['html'][:200]})"
            for one in violations if one["impact"] in SERIOUS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_has_a_serious_violation(make_trader, scheme):
    trader = make_trader(color_scheme=scheme)
    found = {"visitor": serious_violations(trader.page)}
    trader.test_id("connect-wallet").click()
    found["wallets"] = serious_violations(trader.page)
    trader.page.keyboard.press("Escape")
    trader.connect()
    trader.deposit("100000")
    trader.test_id("place-order").click()
    found["approval"] = serious_violations(trader.page)
    trader.approve()
    trader.place_limit("buy", "0.1", "1950")
    for tab in ("positions", "orders", "fills", "balances", "keys", "activity"):
        trader.tab(tab)
        found[tab] = serious_violations(trader.page)
    assert {screen: violations for screen, violations in found.items() if violations} == {}


def test_a_phone_has_every_part_and_no_sideways_scrolling(make_trader):
    trader = make_trader(**PHONE)
    for view in ("chart", "book", "trade", "account"):
        trader.page.locator(f"[data-show={view}]").click()
        assert trader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert serious_violations(trader.page) == []
    trader.page.locator("[data-show=trade]").click()
    trader.connect()
    trader.approve()


def test_the_keyboard_alone_does_the_whole_story(make_trader):
    trader = make_trader()
    keyboard = trader.page.keyboard

    def reach(test_id):
        """Moves the focus with the tabulator until it is there."""
        for _ in range(200):
            if trader.page.evaluate("document.activeElement?.dataset?.testid ?? document.activeElement?.id") == test_id:
                return
            keyboard.press("Tab")
        raise AssertionError(f"the tabulator never reaches {test_id}")

    def press(test_id):
        reach(test_id)
        keyboard.press("Enter")

    press("connect-wallet")
    press("wallet-example.test-wallet")
    expect(trader.page.locator("dialog.approval")).to_have_count(1)
    keyboard.press("Escape")
    # The tabs are one stop; arrows move in them.
    for _ in range(200):
        if trader.page.evaluate("document.activeElement?.getAttribute('role')") == "tab":
            break
        keyboard.press("Tab")
    for _ in range(10):
        if trader.page.evaluate("document.activeElement?.dataset?.testid") == "tab-balances":
            break
        keyboard.press("ArrowRight")
    press("deposit")
    keyboard.press("Control+A")
    keyboard.type("100000")
    keyboard.press("Enter")
    expect(trader.page.locator("dialog.transfer")).to_have_count(0)
    press("place-order")
    expect(trader.page.locator("dialog.approval")).to_have_count(1)
    press("approve")
    trader.expect_status("active")
    reach("order-price")
    keyboard.type("1950")
    reach("order-size")
    keyboard.type("0.1")
    keyboard.press("Enter")
    # The first is the consent.
    expect(trader.entries("key")).to_have_count(2)
    expect(trader.entries("key").first).to_have_attribute("data-status", "done")
    assert len(trader.milliseconds("POST /v1/orders")) == 1
    assert trader.wallet.prompts == ["Deposit", "SessionKeyAuthorization"]


def test_the_focus_comes_back_from_a_dialog_and_escape_closes_it(make_trader):
    trader = make_trader()
    button = trader.test_id("connect-wallet")
    button.focus()
    trader.page.keyboard.press("Enter")
    expect(trader.page.locator("dialog.wallets")).to_have_count(1)
    trader.page.keyboard.press("Escape")
    expect(trader.page.locator("dialog.wallets")).to_have_count(0)
    expect(button).to_be_focused()
