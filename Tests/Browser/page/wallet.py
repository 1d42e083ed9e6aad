"""A wallet in the browser whose prompts are counted: it announces itself as EIP-6963 says, and signs in this process."""

import json

from eth_account.messages import encode_typed_data

RDNS = "example.test-wallet"

# What a page sees of the wallet. `walletRequest` is answered by this process.
PROVIDER = """(() => {
  const listeners = new Map();
  const provider = {
    async request({ method, params = [] }) {
      const { result, error } = JSON.parse(await window.walletRequest(method, JSON.stringify(params)));
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      return result;
    },
    on(name, listener) { listeners.set(name, [...(listeners.get(name) ?? []), listener]); },
    removeListener(name, listener) {
      listeners.set(name, (listeners.get(name) ?? []).filter((other) => other !== listener));
    },
  };
  window.walletEmits = (name, value) => { for (const listener of listeners.get(name) ?? []) listener(value); };
  const info = { uuid: '5bd1a3b4-7a5f-4a0c-9f0e-4a1f0f2a77aa', name: NAME, icon: '', rdns: RDNS };
  const announce = () => window.dispatchEvent(
    new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
})();"""


class Refused(Exception):
    """An error as a wallet answers it."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class BrowserWallet:
    """One wallet, in as many pages as it is put into."""

    def __init__(self, key, chain_id, name="Test wallet"):
        # The keys of the accounts that the page may see; the first is the one that is chosen.
        self.keys = [key]
        self.chain_id = chain_id
        self.known_chains = {chain_id}
        self.name = name
        # The primary types that a person was asked to sign, one after another.
        self.prompts = []
        self.requests = []
        self.declines = False
        self.is_connected = False

    @property
    def address(self):
        return self.keys[0].address

    def put_into(self, context):
        """Makes every page of a browser's profile find the wallet."""
        context.expose_function("walletRequest", self._answer)
        script = PROVIDER.replace("NAME", json.dumps(self.name)).replace("RDNS", json.dumps(RDNS))
        context.add_init_script(script)

    def _answer(self, method, params):
        self.requests.append(method)
        try:
            return json.dumps({"result": self._request(method, json.loads(params))})
        except Refused as refusal:
            return json.dumps({"error": {"code": refusal.code, "message": str(refusal)}})

    def _request(self, method, params):
        if method == "eth_requestAccounts":
            self.is_connected = True
            return [key.address for key in self.keys]
        if method == "eth_accounts":
            return [key.address for key in self.keys] if self.is_connected else []
        if method == "eth_chainId":
            return hex(self.chain_id)
        if method == "wallet_switchEthereumChain":
            return self._switch(int(params[0]["chainId"], 16))
        if method == "wallet_addEthereumChain":
            self.known_chains.add(int(params[0]["chainId"], 16))
            return self._switch(int(params[0]["chainId"], 16))
        if method == "eth_signTypedData_v4":
            return self._sign(*params)
        raise Refused(4200, f"no {method}")

    def _switch(self, chain_id):
        if chain_id not in self.known_chains:
            raise Refused(4902, "unrecognized chain")
        self.chain_id = chain_id

    def _sign(self, address, text):
        document = json.loads(text)
        # As wallets do: no typed data for another chain than that which they are on.
        if int(document["domain"]["chainId"]) != self.chain_id:
            raise Refused(-32603, "chainId does not match the active chain")
        self.prompts.append(document["primaryType"])
        if self.declines:
            raise Refused(4001, "User denied message signature.")
        key = next((key for key in self.keys if key.address.lower() == address.lower()), None)
        if key is None:
            raise Refused(4100, "not authorized")
        for member in document["types"][document["primaryType"]]:
            if member["type"].startswith("uint"):
                document["message"][member["name"]] = int(document["message"][member["name"]])
        return key.sign(encode_typed_data(full_message=document))
