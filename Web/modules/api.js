// Calls of the exchange's API over HTTP: credentials, signed bodies, errors as objects.

const encoder = new TextEncoder();

/**
 * Why a call was not answered with what it asked for. `code` is fixed, `message` is a sentence for people.
 *
 * `code` is `NETWORK` where there was no answer. `fateUnknown` says that a signed request may have been carried out all
 * the same: look before you send another.
 */
export class APIError extends Error {
  constructor(code, message, { status = 0, retryAfterSeconds = null, requestId = '', fateUnknown = false } = {}) {
    super(message);
    this.name = 'APIError';
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
    this.fateUnknown = fateUnknown;
  }
}

/** A pair that reads private data. It can be cloned into IndexedDB; the secret can then not be read any more. */
export class Credentials {
  /**
   * @param {string} key
   * @param {CryptoKey} secret
   */
  constructor(key, secret) {
    this.key = key;
    this.secret = secret;
  }

  /**
   * Takes the pair as the exchange answers it.
   *
   * @param {string} apiKey
   * @param {string} apiSecret
   * @returns {Promise<Credentials>}
   */
  static async from(apiKey, apiSecret) {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const secret = await crypto.subtle.importKey('raw', encoder.encode(apiSecret), algorithm, false, ['sign']);
    return new Credentials(apiKey, secret);
  }

  /** The headers that sign a query, exactly as it is sent, or a body. */
  async headers(text) {
    const signature = new Uint8Array(await crypto.subtle.sign('HMAC', this.secret, encoder.encode(text)));
    const digits = Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return { 'kp-api-key': this.key, 'kp-hmac-signature': digits };
  }

  /** What IndexedDB can keep; {@link Credentials.restored} makes a pair of it again. */
  get stored() {
    return { key: this.key, secret: this.secret };
  }

  static restored({ key, secret }) {
    return new Credentials(key, secret);
  }
}

export class API {
  #origin;
  #timeoutMilliseconds;
  /** The server's time when the page's own clock began, which unlike the machine's is never set. */
  #serverStart = Date.now() - performance.now();

  /**
   * @param {object} options
   * @param {string} [options.origin] the server; that of the page by default
   * @param {number} [options.timeoutMilliseconds] how long an answer may take
   */
  constructor({ origin = '', timeoutMilliseconds = 10_000 } = {}) {
    this.#origin = origin;
    this.#timeoutMilliseconds = timeoutMilliseconds;
  }

  /** The server's time as far as it is known, in milliseconds. */
  get now() {
    return this.#serverStart + performance.now();
  }

  /** Measures the server's clock. Do so at the start, when the page comes back to the front, and after `NONCE_…` errors. */
  async synchronize() {
    const start = performance.now();
    const { serverTime } = await this.read('/v1/time');
    this.#serverStart = serverTime - (start + performance.now()) / 2;
  }

  /**
   * Reads. Private data needs `nonce` and `wallet` in the query, and credentials.
   *
   * @param {string} path for example `/v1/orders`
   * @param {Object<string, string | number | boolean | undefined>} query
   * @param {Credentials | null} credentials
   * @param {AbortSignal | null} signal
   * @returns {Promise<any>}
   * @throws {APIError}
   */
  async read(path, query = {}, credentials = null, signal = null) {
    const text = queryText(query);
    const headers = credentials ? await credentials.headers(text) : {};
    return this.#fetch(path + (text ? `?${text}` : ''), { method: 'GET', headers }, signal);
  }

  /**
   * Sends a signed request, once.
   *
   * @param {string} call for example `POST /v1/orders`
   * @param {{parameters: object, signature: string, consent?: string}} body
   * @param {Credentials | null} credentials
   * @returns {Promise<any>}
   * @throws {APIError}
   */
  async send(call, body, credentials = null) {
    const [method, path] = call.split(' ');
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', ...(credentials ? await credentials.headers(text) : {}) };
    return this.#fetch(path, { method, headers, body: text }, null);
  }

  async #fetch(target, options, signal) {
    const limit = AbortSignal.timeout(this.#timeoutMilliseconds);
    let response;
    let answer;
    try {
      response = await fetch(this.#origin + target, {
        ...options,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
      });
      answer = await response.json();
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const fateUnknown = options.method !== 'GET';
      if (!response) throw new APIError('NETWORK', 'the exchange does not answer: is the connection there?', { fateUnknown });
      throw new APIError('NETWORK', 'the answer of the exchange did not arrive whole', {
        status: response.status, fateUnknown,
      });
    }
    if (response.ok) return answer;
    const retryAfter = Number(response.headers.get('retry-after'));
    throw new APIError(answer.code ?? 'UNKNOWN', answer.message ?? 'the exchange has refused the call', {
      status: response.status,
      retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
      requestId: response.headers.get('x-request-id') ?? '',
      fateUnknown: answer.code === 'ADMISSION_UNKNOWN' || (options.method !== 'GET' && response.status === 500),
    });
  }
}

/** A query as it is sent and signed: percent-encoded so that no browser changes it on the way. */
function queryText(query) {
  const encode = (value) =>
    encodeURIComponent(String(value)).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}
