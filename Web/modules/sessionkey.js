// The session key of this browser: a P-256 key pair that WebCrypto made and does not give away. The key itself lies in
// IndexedDB as an object; no script can read its bytes, also one that was smuggled into the page.

const databaseName = 'session-keys';
const storeName = 'keys';
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/**
 * Whose key it is.
 *
 * @typedef {object} Place
 * @property {number} chainId
 * @property {string} contract
 * @property {string} wallet with its checksum
 */

/**
 * A signature and what was signed.
 *
 * @typedef {import('./signer.js').Prepared & {signature: string, milliseconds: number}} Signed `signature` is as it
 *   stands in a request, `milliseconds` is how long hashing and signing took
 */

export class SessionKey {
  #signer;
  #privateKey;
  #publicKey;

  /** How the key is named. @type {string} */
  address;
  /** The 64 bytes as `publicKey` of `POST /v1/sessionKeys`. @type {string} */
  publicKey;
  /** What was kept beside the key: anything that can be cloned, credentials among it; `null` where nothing was. */
  session = null;

  /** Use {@link SessionKey.create} or {@link SessionKey.open}. */
  constructor(signer, privateKey, publicKey, address, publicKeyHex) {
    this.#signer = signer;
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
    this.address = address;
    this.publicKey = publicKeyHex;
  }

  /**
   * Makes a new key, which is gone with the page unless it is kept.
   *
   * @param {import('./signer.js').Signer} signer
   * @returns {Promise<SessionKey>}
   */
  static async create(signer) {
    const pair = await crypto.subtle.generateKey(algorithm, false, ['sign']);
    return SessionKey.#from(signer, pair.privateKey, pair.publicKey);
  }

  /**
   * The key that was kept for a wallet, or `null`.
   *
   * @param {import('./signer.js').Signer} signer
   * @param {Place} place
   * @returns {Promise<SessionKey | null>}
   */
  static async open(signer, place) {
    const kept = await transaction('readonly', (store) => store.get(name(place)));
    if (!kept || kept.privateKey.extractable) return null;
    const key = await SessionKey.#from(signer, kept.privateKey, kept.publicKey);
    key.session = kept.session;
    return key;
  }

  /** Deletes the key that was kept for a wallet. Nothing can sign with it any more. */
  static async delete(place) {
    await transaction('readwrite', (store) => store.delete(name(place)));
  }

  static async #from(signer, privateKey, publicKey) {
    const raw = await crypto.subtle.exportKey('raw', publicKey);
    const { address, publicKey: text } = signer.addressOf(raw);
    return new SessionKey(signer, privateKey, publicKey, address, text);
  }

  /**
   * Keeps the key for a wallet, in place of the one that was kept before.
   *
   * @param {Place} place
   * @param {object | null} session what the page wants to find beside it again
   */
  async keep(place, session = this.session) {
    this.session = session;
    const kept = { privateKey: this.#privateKey, publicKey: this.#publicKey, session };
    await transaction('readwrite', (store) => store.put(kept, name(place)));
  }

  /**
   * Signs a trading call that names this key as `delegatedKey`, or the key's own revocation. There is no way to sign
   * anything else but {@link consent}.
   *
   * @param {string} call see {@link import('./signer.js').Signer#prepareForSessionKey}
   * @param {object} parameters
   * @param {import('./signer.js').Domain} domain
   * @returns {Promise<Signed>}
   */
  async sign(call, parameters, domain) {
    const start = performance.now();
    const prepared = this.#signer.prepareForSessionKey(call, parameters, domain, this.address);
    // WebCrypto hashes what it is given with SHA-256 itself: it gets the digest's 32 bytes.
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#privateKey, bytes(prepared.digest));
    return { ...prepared, signature: this.#signer.lowS(signature), milliseconds: performance.now() - start };
  }

  /**
   * Agrees to being authorised: `consent` of `POST /v1/sessionKeys`.
   *
   * @param {object} parameters of the `POST /v1/sessionKeys`
   * @param {import('./signer.js').Domain} domain
   * @returns {Promise<Signed>}
   */
  consent(parameters, domain) {
    return this.sign('SessionKeyConsent', parameters, domain);
  }

  /**
   * Tries to read the key's bytes, which must fail: for showing that it does.
   *
   * @returns {Promise<never>}
   */
  async export() {
    return crypto.subtle.exportKey('pkcs8', this.#privateKey);
  }
}

function name({ chainId, contract, wallet }) {
  return `${chainId}:${contract}:${wallet}`;
}

function bytes(hexText) {
  return Uint8Array.from(hexText.slice(2).match(/../g), (digits) => Number.parseInt(digits, 16));
}

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(databaseName, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error('another page of this exchange is of an older version: close it'));
  });
}

async function transaction(mode, body) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const begun = opened.transaction(storeName, mode);
      const request = body(begun.objectStore(storeName));
      // What was written is told only once it is durable.
      begun.oncomplete = () => resolve(request.result);
      begun.onerror = () => reject(begun.error);
      begun.onabort = () => reject(begun.error);
    });
  } finally {
    opened.close();
  }
}
