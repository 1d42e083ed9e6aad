"""One approval, then one click: the wallet is asked for what moves money and for keys, and for nothing else."""

from playwright.sync_api import expect

ORDERS = 50
PAGE_BYTES_MAXIMUM = 300 * 1024


def test_one_prompt_for_the_session_none_for_orders_one_each_for_deposit_and_withdrawal(make_trader):
    trader = make_trader()
    trader.connect()
    assert trader.wallet.prompts == []
    trader.deposit("100000")
    assert trader.wallet.prompts == ["Deposit"]
    trader.approve()
    assert trader.wallet.prompts == ["Deposit", "SessionKeyAuthorization"]

    for number in range(ORDERS):
        trader.place_limit("buy", "0.1", f"{1901 + number}")
    assert len(trader.milliseconds("POST /v1/orders")) == ORDERS
    trader.tab("orders")
    rows = trader.test_id("order-row")
    expect(rows).to_have_count(ORDERS)
    for left in reversed(range(ORDERS)):
        rows.first.get_by_role("button").click()
        expect(rows).to_have_count(left)
    # And the consent to being authorised.
    expect(trader.entries("key")).to_have_count(2 * ORDERS + 1)
    assert trader.wallet.prompts == ["Deposit", "SessionKeyAuthorization"]

    trader.withdraw("100")
    assert trader.wallet.prompts == ["Deposit", "SessionKeyAuthorization", "Withdrawal"]
    expect(trader.test_id("value-quoteBalance")).to_have_text("99,900.00")
    expect(trader.entries("wallet")).to_have_count(3)


def test_a_reload_keeps_the_session_without_a_prompt(trader):
    before = list(trader.wallet.prompts)
    trader.place_limit("buy", "0.1", "1950")
    trader.page.reload()
    trader.expect_status("active")
    trader.tab("orders")
    expect(trader.test_id("order-row")).to_have_count(1)
    trader.place_limit("buy", "0.1", "1951")
    expect(trader.test_id("order-row")).to_have_count(2)
    assert trader.wallet.prompts == before


def test_an_order_that_meets_another_makes_a_position_that_closes_in_one_click(exchange, trader):
    maker = exchange.trader(deposit="100000.00000000")
    key = exchange.keys.secp256k1()
    exchange.authorize(maker, key)
    for side, price in (("sell", "2001.00000000"), ("buy", "1999.00000000")):
        exchange.accept(maker.order(key, side=side, quantity="1.00000000", price=price))

    trader.page.locator("label.side.buy").click()
    trader.page.locator(".segment", has_text="Market").first.click()
    trader.page.locator("#order-size").fill("0.5")
    expect(trader.page.locator("#estimate-value")).not_to_have_text("–")
    trader.click_and_wait("place-order")
    trader.tab("positions")
    expect(trader.test_id("position-row")).to_have_count(1)
    expect(trader.test_id("position-row")).to_contain_text("2,001")
    trader.click_and_wait("close-ETH-USD")
    expect(trader.test_id("position-row")).to_have_count(0)
    trader.tab("fills")
    expect(trader.test_id("fill-row")).to_have_count(2)
    assert len(trader.wallet.prompts) == 2


def test_cancelling_all_orders_is_one_signature_of_the_key(trader):
    for price in ("1950", "1951", "1952"):
        trader.place_limit("buy", "0.1", price)
    trader.tab("orders")
    expect(trader.test_id("order-row")).to_have_count(3)
    trader.click_and_wait("cancel-all-by-key")
    expect(trader.test_id("order-row")).to_have_count(0)
    assert len(trader.wallet.prompts) == 2


def test_the_demo_wallet_asks_like_any_other(make_trader):
    trader = make_trader()
    trader.connect(rdns="demo.sandbox")
    trader.tab("balances")
    trader.test_id("deposit").click()
    trader.test_id("confirm-deposit").click()
    prompt = trader.page.locator("dialog.prompt")
    expect(prompt).to_contain_text("Deposit")
    expect(prompt).to_contain_text("0x")
    trader.test_id("wallet-decline").click()
    expect(trader.page.locator("dialog.transfer")).to_contain_text("nothing was signed")
    trader.test_id("confirm-deposit").click()
    trader.test_id("wallet-sign").click()
    expect(trader.page.locator("dialog.transfer")).to_have_count(0)
    trader.approve(sign=lambda: trader.test_id("wallet-sign").click())
    expect(trader.test_id("value-quoteBalance")).to_have_text("10,000.00")
    trader.place_limit("buy", "0.1", "1950")
    assert trader.wallet.prompts == []


def test_the_page_loads_in_less_than_300_kib_and_from_its_own_origin_alone(make_trader, make_wallet):
    trader = make_trader(make_wallet())
    session = trader.context.new_cdp_session(trader.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    trader.page.reload(wait_until="networkidle")
    assert len(received) > 10 and sum(received) < PAGE_BYTES_MAXIMUM, sum(received)
