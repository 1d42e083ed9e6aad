"""A trader in front of the page: every step is one that a person takes."""

from playwright.sync_api import expect

from .wallet import RDNS

# How long a step may take on a machine that does something else, too.
STEP_MILLISECONDS = 10_000


class PageTrader:
    """One browser profile with the page open in it, and a wallet."""

    def __init__(self, browser, address, wallet=None, **options):
        options = {"viewport": {"width": 1440, "height": 900}, **options}
        self.address = address
        self.wallet = wallet
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(STEP_MILLISECONDS)
        # What must not happen on any page.
        self.faults = []
        self.context.on("request", self._requested)
        if wallet:
            wallet.put_into(self.context)
        self.page = self.open()

    def open(self):
        page = self.context.new_page()
        page.on("console", self._logged)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught {error}"))
        page.goto(self.address)
        expect(page.locator("#connection")).to_have_attribute("data-state", "live")
        expect(page.get_by_test_id("connect-wallet")).to_be_enabled()
        return page

    def _requested(self, request):
        allowed = (self.address, self.address.replace("http", "ws", 1), "data:image/")
        if not request.url.startswith(allowed):
            self.faults.append(f"a request to {request.url}")

    def _logged(self, message):
        # Chromium logs every answer of 4xx and 5xx itself; what the page makes of it is shown to the trader.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def close(self):
        self.context.close()
        assert self.faults == []

    # What a person sees and does.

    def test_id(self, name):
        return self.page.get_by_test_id(name)

    def connect(self, rdns=RDNS):
        self.test_id("connect-wallet").click()
        self.test_id(f"wallet-{rdns}").click()
        expect(self.page.locator("dialog.wallets")).to_have_count(0)
        # The page offers the approval at once.
        expect(self.page.locator("dialog.approval")).to_have_count(1)
        self.page.keyboard.press("Escape")
        expect(self.page.locator("dialog.approval")).to_have_count(0)

    def approve(self, lifetime=None, sign=None):
        """From a connected wallet to an active key; `sign` is what the demo wallet needs."""
        if not self.page.locator("dialog.approval").count():
            self.test_id("place-order").click()
        dialog = self.page.locator("dialog.approval")
        if lifetime:
            dialog.get_by_label(lifetime).check()
        self.test_id("approve").click()
        if sign:
            sign()
        self.expect_status("active")

    def expect_status(self, status, **options):
        expect(self.test_id("session-status")).to_have_attribute("data-status", status, **options)

    def tab(self, name):
        self.test_id(f"tab-{name}").click()

    def deposit(self, amount):
        self._transfer("deposit", amount)

    def withdraw(self, amount):
        self._transfer("withdraw", amount)

    def _transfer(self, name, amount):
        self.tab("balances")
        self.test_id(name).click()
        self.page.locator("#transfer-amount").fill(amount)
        self.test_id(f"confirm-{name}").click()
        expect(self.page.locator("dialog.transfer")).to_have_count(0)

    def fill_limit(self, side, size, price):
        self.page.locator(f"label.side.{side}").click()
        self.page.locator(".segment", has_text="Limit").first.click()
        self.page.locator("#order-size").fill(size)
        self.page.locator("#order-price").fill(price)

    def place_limit(self, side, size, price):
        """Places an order and waits until it is acknowledged."""
        self.fill_limit(side, size, price)
        self.click_and_wait("place-order")

    def click_and_wait(self, test_id):
        """Clicks, and waits until the exchange has answered what was signed; gives the entry of the activity list."""
        before = self.entries().count()
        self.test_id(test_id).click()
        expect(self.entries()).to_have_count(before + 1)
        newest = self.entries().first
        expect(newest).to_have_attribute("data-status", "done")
        return newest

    def own_key(self):
        """The key of this browser in the list of keys."""
        return self.page.locator("article.key:has(.tag:not([hidden]))")

    def other_keys(self):
        return self.page.locator("article.key:has(.tag[hidden])")

    def entries(self, signer=None):
        name = "[data-testid=activity-entry]" + (f"[data-signer={signer}]" if signer else "")
        return self.page.locator(name)

    def milliseconds(self, call):
        """From each click to the answer, newest first."""
        entries = self.page.locator(f"[data-testid=activity-entry][data-signer=key][data-call='{call}'][data-status=done]")
        return [float(value) for value in entries.evaluate_all("all => all.map((one) => one.dataset.milliseconds)")]
