"""What a script that was smuggled into the page can do with the key, and what a stranger's text can do to the page."""

import json

import pytest
from eth_utils import keccak
from playwright.sync_api import expect


# The key's record, as any script on the page finds it.
STOLEN_KEY = """async () => {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('session-keys');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const store = database.transaction('keys').objectStore('keys');
  const records = await new Promise((resolve) => { const all = store.getAll(); all.onsuccess = () => resolve(all.result); });
  return records[0];
}"""


def test_the_key_cannot_be_exported_in_any_form(trader):
    answers = trader.page.evaluate(f"""async () => {{
      const {{ privateKey, publicKey, session }} = await ({STOLEN_KEY})();
      const attempts = {{}};
      for (const format of ['raw', 'pkcs8', 'jwk', 'spki']) {{
        attempts[format] = await crypto.subtle.exportKey(format, privateKey).then(() => 'exported', (error) => error.name);
      }}
      attempts.wrap = await crypto.subtle.generateKey({{ name: 'AES-GCM', length: 256 }}, false, ['wrapKey'])
        .then((key) => crypto.subtle.wrapKey('pkcs8', privateKey, key, {{ name: 'AES-GCM', iv: new Uint8Array(12) }}))
        .then(() => 'exported', (error) => error.name);
      attempts.clone = structuredClone(privateKey).extractable;
      attempts.json = JSON.stringify(privateKey);
      attempts.reading = await crypto.subtle.exportKey('raw', session.credentials.secret).then(() => 'exported', (error) => error.name);
      return attempts;
    }}""")
    assert answers["clone"] is False and answers["json"] == "{}"
    forms = {name: answer for name, answer in answers.items() if name not in ("clone", "json")}
    assert set(forms.values()) <= {"InvalidAccessError", "NotSupportedError"}, answers


def test_the_page_shows_that_the_browser_refuses(trader):
    trader.tab("keys")
    trader.test_id("try-export").click()
    expect(trader.test_id("proof-result")).to_contain_text("The browser refuses")
    trader.test_id("try-withdrawal").click()
    expect(trader.test_id("proof-result")).to_contain_text("Nothing was signed")


@pytest.mark.parametrize("call", [
    "POST /v1/withdrawals", "POST /v1/sandbox/deposits", "POST /v1/wallets", "POST /v1/sessionKeys",
    "POST /v1/delegatedKeys", "DELETE /v1/delegatedKeys",
])
def test_the_module_prepares_nothing_for_a_session_key_but_trading(trader, call):
    code = trader.page.evaluate("""async (call) => {
      const [{ Signer }, { SessionKey }] = await Promise.all([import('/modules/signer.js'), import('/modules/sessionkey.js')]);
      const signer = await Signer.load('/signer.wasm');
      const key = await SessionKey.create(signer);
      const parameters = { nonce: signer.nonce(Date.now()), wallet: key.address, delegatedKey: key.address, quantity: '1.00000000',
        maximumGasFee: '0.00000000', bridgeAdapterAddress: key.address, bridgeAdapterPayload: '0x' };
      const domain = { chainId: 1, contract: key.address, environment: 'sandbox' };
      return key.sign(call, parameters, domain).then(() => 'signed', (error) => error.name);
    }""", call)
    assert code == "SignerError"


def test_a_withdrawal_that_a_tampered_page_signs_with_the_raw_key_is_refused_by_the_exchange(exchange, trader):
    wallet, domain = trader.wallet.address, exchange.domain
    parameters = {
        "nonce": exchange.nonces.next(), "wallet": wallet, "quantity": "100.00000000", "maximumGasFee": "0.00000000",
        "bridgeAdapterAddress": "0x" + "00" * 20, "bridgeAdapterPayload": "0x"}
    typed_data = domain.request("POST /v1/withdrawals", parameters)
    digest = keccak(b"\x19\x01" + typed_data.header + typed_data.body)
    answer = trader.page.evaluate(f"""async ([digest, parameters]) => {{
      const {{ privateKey }} = await ({STOLEN_KEY})();
      const {{ Signer }} = await import('/modules/signer.js');
      const signer = await Signer.load('/signer.wasm');
      const signature = await crypto.subtle.sign({{ name: 'ECDSA', hash: 'SHA-256' }}, privateKey, Uint8Array.from(digest));
      const response = await fetch('/v1/withdrawals', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }},
        body: JSON.stringify({{ parameters, signature: signer.lowS(signature) }}) }});
      return {{ status: response.status, body: await response.json() }};
    }}""", [list(digest), parameters])
    # Without its public key the exchange cannot tell whose P-256 signature it is; it is not the wallet's.
    assert answer["status"] in (401, 403), answer
    assert answer["body"]["code"] in ("SESSION_KEY_NOT_PERMITTED", "SESSION_KEY_UNKNOWN", "INVALID_WALLET_SIGNATURE")
    trader.tab("balances")
    expect(trader.test_id("value-quoteBalance")).to_have_text("100,000.00")


# With a Cyrillic letter that looks like a Latin one.
HOSTILE = "<img src=x onerror=alert(1)>\u0430dmin"


def test_the_name_of_a_key_is_text_whatever_it_says(exchange, trader):
    owner = exchange.trader(wallet=trader.wallet.keys[0])
    exchange.accept(owner.authorize(exchange.keys.secp256k1(), name=HOSTILE))
    trader.page.reload()
    trader.expect_status("active")
    trader.tab("keys")
    expect(trader.test_id("key-row")).to_have_count(2)
    expect(trader.page.locator("article.key strong", has_text="<img src=x onerror=alert(1)>")).to_have_count(1)
    assert trader.page.locator("article.key img").count() == 0


def test_the_name_of_a_wallet_is_text_whatever_it_says(make_trader, make_wallet):
    trader = make_trader(make_wallet(name=HOSTILE + "x" * 500))
    trader.test_id("connect-wallet").click()
    choice = trader.page.locator("dialog.wallets .wallet-choice").first
    expect(choice).to_contain_text("<img src=x onerror=alert(1)>")
    assert len(choice.inner_text()) < 200 and choice.locator("img").count() == 0


def test_no_script_runs_that_the_page_was_not_served_with(make_trader):
    trader = make_trader()
    results = trader.page.evaluate("""async () => {
      const attempts = {};
      // Later, since what the browser's debugger runs itself is exempt.
      const attempt = (name, run) => new Promise((resolve) => setTimeout(() => {
        try { run(); attempts[name] = 'ran'; } catch (error) { attempts[name] = error.name; }
        resolve();
      }));
      await attempt('eval', () => eval('1'));
      await attempt('function', () => new Function('return 1')());
      await attempt('html', () => { document.body.innerHTML = '<p>x</p>'; });
      const script = document.createElement('script');
      await attempt('inline', () => { script.textContent = 'window.injected = true'; document.head.append(script); });
      attempts.fetched = await fetch('https://elsewhere.example/').then(() => 'ran', (error) => error.name);
      attempts.injected = window.injected === true;
      return attempts;
    }""")
    # What was refused is told on the console; that is what this test has provoked.
    trader.faults.clear()
    assert results.pop("injected") is False
    assert set(results.values()) <= {"EvalError", "TypeError"}, results


def test_the_page_keeps_no_secret_where_scripts_read_text(trader):
    kept = trader.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
    assert "apiSecret" not in kept and "secret" not in json.loads(json.dumps(kept)).lower()
