// Wallets: those of the browser, found through EIP-6963 and asked through EIP-1193, and the sandbox's demo wallet, which
// is asked in the same way.

/** Why a wallet did not do what it was asked for: `code` is fixed, `message` says what to do. */
export class WalletError extends Error {
  /**
   * @param {'REJECTED' | 'WRONG_CHAIN' | 'NO_ACCOUNT' | 'ACCOUNT_CHANGED' | 'DISCONNECTED' | 'BUSY' | 'FAILED'} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'WalletError';
    this.code = code;
  }
}

/**
 * What a wallet says of itself (EIP-6963). The name and the picture are a stranger's: show the name as text, and the
 * picture in an `img` only, from the `data:` URL that it must be.
 *
 * @typedef {object} WalletInfo
 * @property {string} uuid
 * @property {string} name
 * @property {string} icon a `data:image/…` URL, or empty
 * @property {string} rdns
 */

/** A chain that wallets may have to be told of (EIP-3085). */
/**
 * @typedef {object} Chain
 * @property {number} chainId
 * @property {string} name
 * @property {string[]} rpcUrls
 * @property {{name: string, symbol: string, decimals: number}} nativeCurrency
 */

/**
 * Finds wallets, and goes on finding them.
 *
 * @param {(wallets: Wallet[]) => void} onChange told all that are known, each time that there is another
 * @returns {() => void} ends it
 */
export function discoverWallets(onChange) {
  const found = new Map();
  const announced = (event) => {
    const { info, provider } = event.detail ?? {};
    if (!info || typeof info.uuid !== 'string' || typeof provider?.request !== 'function' || found.has(info.uuid)) return;
    found.set(info.uuid, new Wallet(provider, checked(info)));
    onChange([...found.values()]);
  };
  window.addEventListener('eip6963:announceProvider', announced);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  return () => window.removeEventListener('eip6963:announceProvider', announced);
}

function checked({ uuid, name, icon, rdns }) {
  const isPicture = typeof icon === 'string' && icon.startsWith('data:image/') && icon.length < 100_000;
  return {
    uuid,
    name: String(name ?? '').slice(0, 64) || 'a wallet without a name',
    icon: isPicture ? icon : '',
    rdns: String(rdns ?? '').slice(0, 128),
  };
}

export class Wallet {
  #provider;

  /** @type {WalletInfo} */
  info;

  /**
   * @param {{request: Function, on?: Function, removeListener?: Function}} provider of EIP-1193
   * @param {WalletInfo} info
   */
  constructor(provider, info) {
    this.#provider = provider;
    this.info = info;
  }

  /** Asks to be connected, which opens a prompt the first time; gives the account. @returns {Promise<string>} */
  async connect() {
    return first(await this.#request('eth_requestAccounts'));
  }

  /** The account that is connected already, or `null`; never opens a prompt. @returns {Promise<string | null>} */
  async account() {
    return (await this.#request('eth_accounts'))[0] ?? null;
  }

  /** The chain that the wallet is on. @returns {Promise<number>} */
  async chainId() {
    return Number(await this.#request('eth_chainId'));
  }

  /**
   * Has the wallet change to a chain, and tells it of the chain where it does not know it. Wallets refuse typed data for
   * a chain that they are not on.
   *
   * @param {Chain} chain
   */
  async switchTo(chain) {
    const chainId = `0x${chain.chainId.toString(16)}`;
    if ((await this.chainId()) === chain.chainId) return;
    try {
      await this.#request('wallet_switchEthereumChain', [{ chainId }]);
    } catch (error) {
      // 4902: the chain is not known; some wallets hide it in an internal error.
      if (error.walletCode !== 4902 && error.walletCode !== -32603) throw error;
      await this.#request('wallet_addEthereumChain', [
        { chainId, chainName: chain.name, rpcUrls: chain.rpcUrls, nativeCurrency: chain.nativeCurrency },
      ]);
    }
    if ((await this.chainId()) !== chain.chainId) {
      throw new WalletError('WRONG_CHAIN', `the wallet is not on ${chain.name}: change to it in the wallet`);
    }
  }

  /**
   * Has the wallet sign typed data, which opens a prompt.
   *
   * @param {string} account
   * @param {string} typedData JSON text
   * @returns {Promise<string>} 65 bytes as `0x…`
   */
  async signTypedData(account, typedData) {
    const current = await this.account();
    if (current === null) throw new WalletError('NO_ACCOUNT', 'the wallet is not connected any more: connect it again');
    if (current.toLowerCase() !== account.toLowerCase()) {
      throw new WalletError('ACCOUNT_CHANGED', `the wallet has changed to ${current}: change back, or connect that one`);
    }
    return this.#request('eth_signTypedData_v4', [account, typedData]);
  }

  /**
   * Hears of changes.
   *
   * @param {{onAccount?: (account: string | null) => void, onChain?: (chainId: number) => void}} listeners
   * @returns {() => void} ends it
   */
  listen({ onAccount = () => {}, onChain = () => {} }) {
    const accountsChanged = (accounts) => onAccount(accounts[0] ?? null);
    const chainChanged = (chainId) => onChain(Number(chainId));
    this.#provider.on?.('accountsChanged', accountsChanged);
    this.#provider.on?.('chainChanged', chainChanged);
    return () => {
      this.#provider.removeListener?.('accountsChanged', accountsChanged);
      this.#provider.removeListener?.('chainChanged', chainChanged);
    };
  }

  async #request(method, params = []) {
    try {
      return await this.#provider.request({ method, params });
    } catch (error) {
      throw explained(error);
    }
  }
}

function first(accounts) {
  if (!accounts?.length) throw new WalletError('NO_ACCOUNT', 'the wallet gave no account: allow one in the wallet');
  return accounts[0];
}

/** An error of EIP-1193 or EIP-1474 in words. Its number stays beside it as `walletCode`. */
function explained(error) {
  if (error instanceof WalletError) return error;
  const known = {
    4001: ['REJECTED', 'you declined in the wallet: nothing was signed'],
    4100: ['NO_ACCOUNT', 'the wallet does not allow this account: connect it again'],
    4900: ['DISCONNECTED', 'the wallet is disconnected: unlock it, and try again'],
    4901: ['WRONG_CHAIN', 'the wallet is not connected to this chain: change to it in the wallet'],
    [-32002]: ['BUSY', 'the wallet has a prompt open already: look for its window'],
  }[error?.code];
  const [code, message] = known ?? ['FAILED', `the wallet has failed: ${String(error?.message ?? error).slice(0, 200)}`];
  const result = new WalletError(code, message);
  result.walletCode = error?.code;
  return result;
}

/**
 * The sandbox's demo wallet as a provider of EIP-1193. Its key lies on the sandbox's server; the browser keeps a random
 * id that stands for it. Give it to a {@link Wallet} with {@link demoWalletInfo}.
 */
export class DemoWalletProvider {
  #api;
  #chainId;
  #confirm;
  #account = null;

  /**
   * @param {object} options
   * @param {import('./api.js').API} options.api
   * @param {number} options.chainId
   * @param {(prompt: {account: string, document: object}) => Promise<boolean>} options.confirm shows the prompt: the
   *   typed data, parsed; `false` declines
   */
  constructor({ api, chainId, confirm }) {
    this.#api = api;
    this.#chainId = chainId;
    this.#confirm = confirm;
  }

  /** Whether the server offers demo wallets. @returns {Promise<boolean>} */
  async isOffered() {
    try {
      await this.#api.send('POST /v1/sandbox/demoWallet', { id: DemoWalletProvider.#id() });
      return true;
    } catch (error) {
      if (error.code === 'NETWORK') throw error;
      return false;
    }
  }

  async request({ method, params = [] }) {
    switch (method) {
      case 'eth_requestAccounts':
        this.#account = (await this.#api.send('POST /v1/sandbox/demoWallet', { id: DemoWalletProvider.#id() })).wallet;
        return [this.#account];
      case 'eth_accounts':
        if (this.#account === null && localStorage.getItem(demoIdName)) await this.request({ method: 'eth_requestAccounts' });
        return this.#account ? [this.#account] : [];
      case 'eth_chainId':
        return `0x${this.#chainId.toString(16)}`;
      case 'wallet_switchEthereumChain':
        if (Number(params[0]?.chainId) === this.#chainId) return null;
        throw providerError(4902, 'the demo wallet knows the sandbox’s chain only');
      case 'eth_signTypedData_v4':
        return this.#sign(params[0], params[1]);
      default:
        throw providerError(4200, `the demo wallet has no ${method}`);
    }
  }

  on() {}

  removeListener() {}

  async #sign(account, typedData) {
    const document = JSON.parse(typedData);
    if (!(await this.#confirm({ account, document }))) throw providerError(4001, 'declined');
    const body = { id: DemoWalletProvider.#id(), typedData };
    return (await this.#api.send('POST /v1/sandbox/demoWallet/sign', body)).signature;
  }

  /** 16 random bytes, made on the first use: whoever knows them can have the wallet sign. */
  static #id() {
    let id = localStorage.getItem(demoIdName);
    if (!id || !/^[0-9a-f]{32}$/.test(id)) {
      id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      localStorage.setItem(demoIdName, id);
    }
    return id;
  }
}

const demoIdName = 'demo-wallet';

/** @type {WalletInfo} */
export const demoWalletInfo = { uuid: 'demo', name: 'Demo wallet', icon: '', rdns: 'demo.sandbox' };

function providerError(code, message) {
  return Object.assign(new Error(message), { code });
}
