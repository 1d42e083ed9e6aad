// Hashing of everything that the page has signed: a thin layer over signer.wasm, which is the Swift of the server
// compiled for the browser. Nothing here hashes, signs or calculates.
//
// A call of the module takes and gives a record: fields one after the other, each a name and a value, each of those
// behind its length in bytes as 32 bits, least significant first. Texts are UTF-8. A list is a value of elements that
// stand behind their lengths in the same way.

/**
 * Why the module refuses something. `code` is fixed, `message` is a sentence for people, and `field` names what is
 * wrong, for example `parameters.price`; it is empty where it is nothing in particular.
 */
export class SignerError extends Error {
  constructor(code, message, field = '') {
    super(message);
    this.name = 'SignerError';
    this.code = code;
    this.field = field;
  }
}

/**
 * Where a signature is good.
 *
 * @typedef {object} Domain
 * @property {number} chainId as `GET /v1/exchange` answers it
 * @property {string} contract `exchangeContractAddress` of `GET /v1/exchange`
 * @property {'production' | 'sandbox'} environment
 */

/**
 * A message that is ready to be signed.
 *
 * @typedef {object} Prepared
 * @property {string} digest the 32 bytes that are signed, as `0x…`
 * @property {string} primaryType the message's type, for example `Order`
 * @property {string} typedData the document for `eth_signTypedData_v4`, as JSON text
 * @property {Array<{name: string, type: string, value: string | boolean | number | string[]}>} fields the members as
 *   they are signed, for showing them
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export class Signer {
  #exports;
  #random;
  #lastNonce = '';

  /** Use {@link Signer.load}. */
  constructor(exports) {
    this.#exports = exports;
    // The module makes nonces from these: they make those of two pages differ, and are no secret.
    this.#random = hex(crypto.getRandomValues(new Uint8Array(8)));
    this.pips = new Pips((operation, operands) => this.#call('decimal', { operation, ...operands }).result);
  }

  /**
   * Fetches and starts the module. It must be served as `application/wasm`.
   *
   * @param {string} url
   * @returns {Promise<Signer>}
   */
  static async load(url) {
    const { instance } = await WebAssembly.instantiateStreaming(fetch(url), {});
    return new Signer(instance.exports);
  }

  /** Starts a module whose bytes are there. */
  static async fromBytes(bytes) {
    const { instance } = await WebAssembly.instantiate(bytes, {});
    return new Signer(instance.exports);
  }

  /**
   * Prepares a message for the wallet to sign.
   *
   * `call` is one of `POST /v1/orders`, `DELETE /v1/orders`, `POST /v1/initialMarginFractionOverride`,
   * `POST /v1/sessionKeys`, `DELETE /v1/sessionKeys`, `POST /v1/delegatedKeys`, `DELETE /v1/delegatedKeys`,
   * `POST /v1/wallets`, `POST /v1/withdrawals` and `POST /v1/sandbox/deposits`.
   *
   * @param {string} call
   * @param {object} parameters exactly what will be sent as `parameters`
   * @param {Domain} domain
   * @returns {Prepared}
   * @throws {SignerError}
   */
  prepareForWallet(call, parameters, domain) {
    return prepared(this.#call('prepare_for_wallet', request(call, parameters, domain)));
  }

  /**
   * Prepares a message for a session key to sign: the trading calls `POST /v1/orders`, `DELETE /v1/orders` and
   * `POST /v1/initialMarginFractionOverride`, which must name the key as `delegatedKey`; `SessionKeyConsent`, with the
   * parameters of the `POST /v1/sessionKeys` that it belongs to; and `DELETE /v1/sessionKeys` for the key itself. The
   * module has no way to prepare anything else for a session key.
   *
   * @param {string} call
   * @param {object} parameters exactly what will be sent as `parameters`
   * @param {Domain} domain
   * @param {string} sessionKey the key's own address
   * @returns {Prepared}
   * @throws {SignerError}
   */
  prepareForSessionKey(call, parameters, domain, sessionKey) {
    return prepared(this.#call('prepare_for_session_key', { ...request(call, parameters, domain), sessionKey }));
  }

  /**
   * Makes a P-256 signature of WebCrypto acceptable: WebCrypto's `s` is too large half of the time.
   *
   * @param {ArrayBuffer | Uint8Array} signature 64 bytes
   * @returns {string} the 64 bytes as `0x…`
   */
  lowS(signature) {
    return this.#call('low_s', { signature: hex(new Uint8Array(signature)) }).signature;
  }

  /**
   * The address of a public key.
   *
   * @param {ArrayBuffer | Uint8Array} publicKey as WebCrypto exports it raw: 65 bytes
   * @returns {{address: string, publicKey: string}} the address, and the key as `publicKey` stands in a request
   */
  addressOf(publicKey) {
    return this.#call('address_of_public_key', { publicKey: hex(new Uint8Array(publicKey)) });
  }

  /** An address with its checksum, whatever the case it came in. */
  checksum(address) {
    return this.#call('checksum_address', { address }).address;
  }

  /**
   * The next nonce, later than all before it.
   *
   * @param {number} nowMilliseconds the server's time
   */
  nonce(nowMilliseconds) {
    const fields = { now: String(Math.floor(nowMilliseconds)), random: this.#random };
    if (this.#lastNonce) fields.last = this.#lastNonce;
    this.#lastNonce = this.#call('next_nonce', fields).nonce;
    return this.#lastNonce;
  }

  #call(name, fields) {
    const input = record(fields);
    const exports = this.#exports;
    const pointer = exports.allocate(input.length);
    if (pointer === 0) throw outOfMemory();
    let output;
    try {
      // The memory may have moved since the last call.
      new Uint8Array(exports.memory.buffer, pointer, input.length).set(input);
      output = exports[name](pointer, input.length);
    } finally {
      exports.release(pointer);
    }
    if (output === 0) throw outOfMemory();
    try {
      const length = new DataView(exports.memory.buffer).getUint32(output, true);
      const answer = parsed(new Uint8Array(exports.memory.buffer, output + 4, length));
      if (answer.code !== undefined) throw new SignerError(answer.code, answer.message, answer.field);
      return answer;
    } finally {
      exports.release(output);
    }
  }
}

/**
 * Numbers of the exchange, which are texts with eight digits after the point. All arithmetic is done on whole pips in
 * the module; what does not fit in 63 bits of them throws a {@link SignerError}. Numbers may be negative.
 */
export class Pips {
  #calculate;

  /** Use {@link Signer#pips}. */
  constructor(calculate) {
    this.#calculate = calculate;
  }

  /** Reads what a person typed, such as `0.5` or `2000`; gives it with eight digits. Throws where it is no number. */
  typed(text) {
    return this.#calculate('typed', { a: text });
  }

  /** The number without superfluous zeros, such as `0.5`, with at least so many digits after the point. */
  shortest(a, minimumDigits = 0) {
    return this.#calculate('shortest', { a, digits: String(minimumDigits) });
  }

  /** The number with so many digits after the point, rounded half away from zero; for showing it. */
  fixed(a, digits) {
    return this.#calculate('fixed', { a, digits: String(digits) });
  }

  add(a, b) {
    return this.#calculate('add', { a, b });
  }

  subtract(a, b) {
    return this.#calculate('subtract', { a, b });
  }

  /** -1, 0 or 1. */
  compare(a, b) {
    return Number(this.#calculate('compare', { a, b }));
  }

  /** The product, rounded towards zero. */
  multiply(a, b) {
    return this.#calculate('multiply', { a, b });
  }

  /** The product, rounded away from zero. */
  multiplyUp(a, b) {
    return this.#calculate('multiplyUp', { a, b });
  }

  /** The quotient, rounded towards zero. Throws where the divisor is zero. */
  divide(a, b) {
    return this.#calculate('divide', { a, b });
  }

  /** The nearest multiple of a step that is not further from zero: a quantity on its step, a price on its tick. */
  roundDown(a, step) {
    return this.#calculate('roundDown', { a, b: step });
  }

  /** The nearest multiple of a step that is not closer to zero. */
  roundUp(a, step) {
    return this.#calculate('roundUp', { a, b: step });
  }

  /** What a quantity is worth at a price. */
  value(quantity, price) {
    return this.multiply(quantity, price);
  }

  /** What a fee rate takes of a value; never understated. */
  fee(value, rate) {
    return this.multiplyUp(value, rate);
  }

  /** What a fraction of a value is; never understated. */
  margin(value, fraction) {
    return this.multiplyUp(value, fraction);
  }

  /** The largest quantity on the step that costs no more than a value. */
  quantityFor(value, price, step) {
    return this.roundDown(this.divide(value, price), step);
  }

  /**
   * The fraction of its value that a position of a size needs to be opened.
   *
   * @param {string} size without a sign
   * @param {object} market as `GET /v1/markets` answers it
   * @param {string | null} override the wallet's own leverage in the market
   */
  initialMarginFraction(size, market, override = null) {
    let fraction = market.initialMarginFraction;
    if (this.compare(size, market.basePositionSize) > 0) {
      const excess = this.roundUp(this.subtract(size, market.basePositionSize), market.incrementalPositionSize);
      const steps = this.divide(excess, market.incrementalPositionSize);
      fraction = this.add(fraction, this.multiply(steps, market.incrementalInitialMarginFraction));
    }
    return override !== null && this.compare(override, fraction) > 0 ? override : fraction;
  }
}

/** Bytes as `0x` and hexadecimal digits. */
export function hex(bytes) {
  let text = '0x';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function request(call, parameters, domain) {
  const fields = {
    call,
    'domain.chainId': domain.chainId,
    'domain.contract': domain.contract,
    'domain.environment': domain.environment,
  };
  for (const [name, value] of Object.entries(parameters)) fields[`parameters.${name}`] = value;
  return fields;
}

function prepared({ digest, primaryType, typedData }) {
  const document = JSON.parse(typedData);
  const fields = document.types[primaryType].map(({ name, type }) => ({ name, type, value: document.message[name] }));
  return { digest, primaryType, typedData, fields };
}

/** A record of fields. What is `undefined` is left out, as `JSON.stringify` does; so is a leverage of `null`. */
function record(fields) {
  const parts = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || (value === null && name === 'parameters.initialMarginFractionOverride')) continue;
    parts.push(...sized(encoder.encode(name)), ...sized(encoded(name, value)));
  }
  return joined(parts);
}

function encoded(name, value) {
  if (typeof value === 'string') return encoder.encode(value);
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return encoder.encode(String(value));
  if (Array.isArray(value) && value.every((element) => typeof element === 'string')) {
    return joined(value.flatMap((element) => sized(encoder.encode(element))));
  }
  throw new SignerError('INVALID_PARAMETER', `${name} must be a text, a whole number, true, false or a list of texts`, name);
}

function sized(bytes) {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return [length, bytes];
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function parsed(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = {};
  let offset = 0;
  const next = () => {
    const length = view.getUint32(offset, true);
    const text = decoder.decode(bytes.slice(offset + 4, offset + 4 + length));
    offset += 4 + length;
    return text;
  };
  while (offset < bytes.length) {
    const name = next();
    fields[name] = next();
  }
  return fields;
}

function outOfMemory() {
  return new SignerError('OUT_OF_MEMORY', 'the page has no memory left: close other pages and load it again');
}
