// A wallet, the session key that it approved, and what becomes of both.

import { Store } from './store.js';
import { Credentials } from './api.js';
import { SessionKey } from './sessionkey.js';
import { endsSession } from './errors.js';

const rememberedName = 'connected-wallet';
const revokersName = 'revoked-by';
const revokersMaximum = 50;
const timerMaximumMilliseconds = 86_400_000;

export class Session {
  #signer;
  #desk;
  #account;
  #api;
  #stopListening = () => {};
  #endTimer = null;

  /**
   * `wallet` and its `address`, `isReachable` (the wallet can be asked to sign), the `key`, what is known of it (`details`,
   * as `GET /v1/sessionKeys` answers it), and its `status`: `none`, `active`, `expired` or `revoked`.
   */
  store = new Store({ wallet: null, address: null, isReachable: false, key: null, details: null, status: 'none' });

  constructor({ api, signer, desk, account }) {
    this.#api = api;
    this.#signer = signer;
    this.#desk = desk;
    this.#account = account;
    account.store.watch(['keys'], () => this.#learn(account.store.get('keys')));
  }

  /** Whether orders can be signed now. */
  get isActive() {
    return this.store.get('status') === 'active';
  }

  /** What was connected when the page was open last: `{rdns, address}`, or `null`. */
  get remembered() {
    try {
      return JSON.parse(localStorage.getItem(rememberedName));
    } catch {
      return null;
    }
  }

  /** Connects a wallet, which opens its prompt the first time. */
  async connect(wallet) {
    const address = this.#signer.checksum(await wallet.connect());
    this.#listen(wallet);
    await this.#use(address, wallet);
  }

  /** Goes on with the wallet that was connected before, without a prompt: the key needs no wallet. */
  async restore(wallet) {
    const { address } = this.remembered;
    const current = wallet ? await wallet.account().catch(() => null) : null;
    if (wallet) this.#listen(wallet);
    const changed = current && current.toLowerCase() !== address.toLowerCase();
    await this.#use(changed ? this.#signer.checksum(current) : address, wallet, Boolean(current));
  }

  /** Takes a wallet that was found after {@link Session#restore}. */
  async attach(wallet) {
    this.#listen(wallet);
    const current = await wallet.account().catch(() => null);
    this.store.set({ wallet, isReachable: Boolean(current) });
    if (current) await this.#accountChanged(current);
  }

  /** Forgets the wallet on this page. The key stays in the browser, for when the wallet comes back. */
  disconnect() {
    localStorage.removeItem(rememberedName);
    this.#stopListening();
    clearTimeout(this.#endTimer);
    this.#account.close();
    this.store.set({ wallet: null, address: null, isReachable: false, key: null, details: null, status: 'none' });
  }

  /**
   * Has the wallet approve a new key, with one prompt, and begins to use it. The one before stays valid until revoked.
   *
   * @param {object} terms `permission`, `markets`, limits, `lifetime` in milliseconds, and `name`
   * @returns {Promise<object>} the answer of `POST /v1/sessionKeys`
   */
  async approve({ lifetime, ...terms }) {
    const { wallet, address } = this.#connected();
    const key = await SessionKey.create(this.#signer);
    const parameters = {
      sessionKey: key.address, ...terms, expiresAt: Math.floor(this.#api.now) + lifetime, publicKey: key.publicKey,
    };
    const registration = await this.#desk.byWallet(wallet, address, 'POST /v1/sessionKeys', parameters, key);
    const credentials = await Credentials.from(registration.apiKey, registration.apiSecret);
    await key.keep(this.#place(address), { credentials: credentials.stored, details: registration.sessionKey });
    await this.#begin(address, key, registration.sessionKey, credentials);
    return registration;
  }

  /**
   * Approves a new key, and revokes the one before once the new one works: there is no moment without a key. The old key
   * revokes itself, so that there is one prompt only, and its orders stay.
   */
  async renew(terms) {
    const [before, address, wasActive] = [this.store.get('key'), this.store.get('address'), this.isActive];
    await this.approve(terms);
    if (!before || !wasActive) return;
    await this.#desk.byKey(before, address, 'DELETE /v1/sessionKeys', { sessionKey: before.address, openOrders: 'keep' });
    this.#rememberRevoker(before.address, 'key');
    this.#account.refreshSoon();
  }

  /**
   * Revokes one key: this page's own key by itself, another by the wallet.
   *
   * @param {string} sessionKey
   * @param {'cancel' | 'keep'} openOrders
   */
  async revoke(sessionKey, openOrders) {
    const [key, address] = [this.store.get('key'), this.store.get('address')];
    if (key?.address === sessionKey && this.isActive) {
      const answer = await this.#desk.byKey(key, address, 'DELETE /v1/sessionKeys', { sessionKey, openOrders });
      this.#rememberRevoker(sessionKey, 'key');
      await this.end('revoked');
      return answer;
    }
    const { wallet } = this.#connected();
    const answer = await this.#desk.byWallet(wallet, address, 'DELETE /v1/sessionKeys', { sessionKey, openOrders });
    this.#rememberRevoker(sessionKey, 'wallet');
    this.#account.refreshSoon();
    return answer;
  }

  /** Has the wallet revoke every key, also those that nobody has seen yet. */
  async revokeAll(openOrders) {
    const { wallet, address } = this.#connected();
    const ending = this.#account.store.get('keys').filter(({ status }) => status === 'active');
    const answer = await this.#desk.byWallet(wallet, address, 'DELETE /v1/sessionKeys', { openOrders });
    for (const { sessionKey } of ending) this.#rememberRevoker(sessionKey, 'wallet');
    this.#account.markRevoked(null, this.#api.now);
    await this.end('revoked');
    return answer;
  }

  /** Signs a trading call with the key, and sends it. */
  async trade(call, parameters, start) {
    const [key, address] = [this.store.get('key'), this.store.get('address')];
    try {
      const answer = await this.#desk.byKey(key, address, call, { ...parameters, delegatedKey: key.address }, start);
      if (answer?.sessionKey) this.#spent(answer.sessionKey);
      return answer;
    } catch (error) {
      if (endsSession(error)) await this.end(error.code === 'SESSION_KEY_EXPIRED' ? 'expired' : 'revoked');
      throw error;
    }
  }

  /** Has the wallet sign what only it may sign, and sends it. */
  async custody(call, parameters) {
    const { wallet, address } = this.#connected();
    const answer = await this.#desk.byWallet(wallet, address, call, parameters);
    this.#account.refreshSoon();
    return answer;
  }

  /** The key is over: everything that is not signed stays. Another tab may have renewed it, which this one goes on with. */
  async end(status) {
    if (!this.isActive) return;
    clearTimeout(this.#endTimer);
    const [address, key, details] = ['address', 'key', 'details'].map((name) => this.store.get(name));
    this.store.set({ status, details: { ...details, status } });
    if (status === 'revoked') this.#account.markRevoked(key.address, this.#api.now);
    this.#account.close({ keep: true });
    const kept = await SessionKey.open(this.#signer, this.#place(address)).catch(() => null);
    if (kept?.address === key.address) await SessionKey.delete(this.#place(address));
    else if (kept?.session && this.store.get('address') === address) await this.#resume(address, kept);
  }

  /** Who revoked a key, as far as this browser knows: `key`, `wallet` or `null`. */
  revoker(sessionKey) {
    return this.#revokers[sessionKey] ?? null;
  }

  get #revokers() {
    try {
      return JSON.parse(localStorage.getItem(revokersName)) ?? {};
    } catch {
      return {};
    }
  }

  #rememberRevoker(sessionKey, by) {
    const all = Object.entries({ ...this.#revokers, [sessionKey]: by }).slice(-revokersMaximum);
    localStorage.setItem(revokersName, JSON.stringify(Object.fromEntries(all)));
  }

  #connected() {
    const [wallet, address] = [this.store.get('wallet'), this.store.get('address')];
    if (!wallet) throw new Error('your wallet is not connected on this page: connect it, then try again');
    return { wallet, address };
  }

  async #use(address, wallet, isReachable = true) {
    clearTimeout(this.#endTimer);
    if (wallet) localStorage.setItem(rememberedName, JSON.stringify({ rdns: wallet.info.rdns, address }));
    this.#account.close();
    this.store.set({ wallet, address, isReachable, key: null, details: null, status: 'none' });
    const key = await SessionKey.open(this.#signer, this.#place(address)).catch(() => null);
    if (key?.session) await this.#resume(address, key);
  }

  async #resume(address, key) {
    const { credentials, details } = key.session;
    const isOver = details.expiresAt <= this.#api.now;
    if (isOver) this.store.set({ key, details: { ...details, status: 'expired' }, status: 'expired' });
    else await this.#begin(address, key, details, Credentials.restored(credentials));
  }

  async #begin(address, key, details, credentials) {
    this.store.set({ key, details, status: 'active' });
    this.#endAt(details.expiresAt);
    await this.#account.open(address, credentials, (error) => this.#readingEnded(error));
  }

  /** The exchange does not say why credentials are over; they end with the key only. Its clock says whether by time. */
  async #readingEnded(error) {
    const { expiresAt } = this.store.get('details') ?? {};
    await this.#api.synchronize().catch(() => {});
    this.end(error.code === 'SESSION_KEY_EXPIRED' || expiresAt <= this.#api.now ? 'expired' : 'revoked');
  }

  #endAt(expiresAt) {
    clearTimeout(this.#endTimer);
    const look = () => (expiresAt <= this.#api.now ? this.end('expired') : this.#endAt(expiresAt));
    // Timers of browsers end at 2³¹ milliseconds, which is less than 30 days.
    this.#endTimer = setTimeout(look, Math.min(expiresAt - this.#api.now, timerMaximumMilliseconds));
  }

  #learn(keys) {
    const own = keys.find(({ sessionKey }) => sessionKey === this.store.get('key')?.address);
    if (!own || !this.isActive) return;
    this.store.set({ details: own });
    if (own.status !== 'active') this.end(own.status);
  }

  #spent({ valueRemainingToday }) {
    if (valueRemainingToday === undefined) return;
    this.store.set({ details: { ...this.store.get('details'), valueRemainingToday } });
  }

  #place(wallet) {
    const { chainId, contract } = this.#desk.domain;
    return { chainId, contract, wallet };
  }

  #listen(wallet) {
    this.#stopListening();
    this.#stopListening = wallet.listen({
      onAccount: (account) => this.#accountChanged(account),
      onChain: () => this.store.touch('wallet'),
    });
  }

  async #accountChanged(account) {
    // A locked wallet gives no account; the key goes on without it.
    this.store.set({ isReachable: Boolean(account) });
    if (!account) return;
    const address = this.#signer.checksum(account);
    if (address !== this.store.get('address')) await this.#use(address, this.store.get('wallet'));
  }
}
