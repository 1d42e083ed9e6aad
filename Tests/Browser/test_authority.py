"""A key that ends is noticed at once, and a wallet that changes or declines is understood."""

import pytest
from playwright.sync_api import expect

NOTICED_MILLISECONDS = 1_000


def test_a_revocation_in_another_browser_stops_this_one_within_a_second(make_trader, make_wallet, trader):
    other = make_trader(make_wallet(key=trader.wallet.keys[0]))
    other.connect()
    other.approve()
    trader.fill_limit("buy", "0.1", "1950")
    other.tab("keys")
    others = other.other_keys()
    expect(others).to_have_count(1)
    others.get_by_role("button", name="Revoke").click()
    other.test_id("confirm-revoke").click()
    expect(other.page.locator("dialog.revocation")).to_have_count(0)
    trader.expect_status("revoked", timeout=NOTICED_MILLISECONDS)
    other.expect_status("active")

    # What was typed stays, and the next click leads to a new approval.
    expect(trader.page.locator("#order-size")).to_have_value("0.1")
    expect(trader.page.locator("#order-price")).to_have_value("1950")
    trader.approve()
    expect(trader.page.locator("#order-price")).to_have_value("1950")
    trader.click_and_wait("place-order")


def test_a_key_revokes_itself_without_the_wallet_and_cancels_its_orders(exchange, trader):
    trader.place_limit("buy", "0.1", "1937")
    before = list(trader.wallet.prompts)
    trader.tab("keys")
    trader.own_key().get_by_role("button", name="Revoke").click()
    trader.test_id("confirm-revoke").click()
    trader.expect_status("revoked")
    assert trader.wallet.prompts == before
    book = exchange.look("/v1/orderbook", market="ETH-USD", level=2)
    assert all(price != "1937.00000000" for price, *_ in book["bids"])


def test_revoking_all_keys_is_one_prompt_and_ends_them_in_every_browser(make_trader, make_wallet, trader):
    other = make_trader(make_wallet(key=trader.wallet.keys[0]))
    other.connect()
    other.approve()
    trader.tab("keys")
    trader.test_id("revoke-all").click()
    trader.test_id("confirm-revoke").click()
    trader.expect_status("revoked")
    other.expect_status("revoked", timeout=NOTICED_MILLISECONDS)
    assert trader.wallet.prompts[-1] == "AllSessionKeysRevocation"


def test_a_renewal_is_one_prompt_and_trading_goes_on(trader):
    trader.place_limit("buy", "0.1", "1950")
    trader.tab("keys")
    trader.test_id("renew").click()
    trader.test_id("approve").click()
    expect(trader.page.locator("dialog.approval")).to_have_count(0)
    trader.expect_status("active")
    assert trader.wallet.prompts.count("SessionKeyAuthorization") == 2
    trader.place_limit("buy", "0.1", "1951")
    trader.tab("orders")
    expect(trader.test_id("order-row")).to_have_count(2)


def test_a_prompt_that_is_declined_is_explained_and_nothing_is_lost(make_trader):
    trader = make_trader()
    trader.connect()
    trader.wallet.declines = True
    trader.test_id("place-order").click()
    dialog = trader.page.locator("dialog.approval")
    dialog.get_by_label("7 days").check()
    trader.test_id("approve").click()
    expect(dialog).to_contain_text("nothing was signed")
    expect(dialog.get_by_label("7 days")).to_be_checked()
    trader.wallet.declines = False
    trader.test_id("approve").click()
    trader.expect_status("active")
    assert trader.wallet.prompts == ["SessionKeyAuthorization"] * 2


@pytest.mark.parametrize("knows", [True, False], ids=["a chain it knows", "a chain it must be told of"])
def test_a_wallet_on_another_chain_is_asked_to_change(make_trader, make_wallet, knows):
    wallet = make_wallet()
    right, wallet.chain_id = wallet.chain_id, 1
    wallet.known_chains = {1, right} if knows else {1}
    trader = make_trader(wallet)
    trader.connect()
    trader.approve()
    assert wallet.chain_id == right
    assert ("wallet_addEthereumChain" in wallet.requests) == (not knows)
    assert wallet.requests.index("wallet_switchEthereumChain") < wallet.requests.index("eth_signTypedData_v4")


def test_another_account_of_the_wallet_has_no_key_and_the_first_has_its_own_again(exchange, trader):
    first = trader.wallet.keys[0]
    trader.wallet.keys = [exchange.keys.secp256k1()]
    trader.page.evaluate("(account) => walletEmits('accountsChanged', [account])", trader.wallet.address)
    trader.expect_status("none")
    trader.wallet.keys = [first]
    trader.page.evaluate("(account) => walletEmits('accountsChanged', [account])", trader.wallet.address)
    trader.expect_status("active")
    trader.place_limit("buy", "0.1", "1950")


def test_a_wallet_that_is_locked_does_not_stop_the_key(trader):
    trader.page.evaluate("walletEmits('accountsChanged', [])")
    trader.place_limit("buy", "0.1", "1950")
    trader.expect_status("active")
