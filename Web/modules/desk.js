// Where everything is signed and sent: by the key without a prompt, by the wallet with one. Each signature is written down.

import { describe, orderStatusName } from './words.js';
import { APIError } from './api.js';
import { explain } from './errors.js';
import { shortAddress } from './format.js';

export class Desk {
  #api;
  #stream;
  #signer;
  #activity;
  #format;
  #prompted = null;

  /** Set once the exchange has been asked. @type {import('./signer.js').Domain} */
  domain = null;
  /** The chain that wallets must be on. @type {import('./wallet.js').Chain} */
  chain = null;

  constructor({ api, stream, signer, activity, format }) {
    this.#api = api;
    this.#stream = stream;
    this.#signer = signer;
    this.#activity = activity;
    this.#format = format;
  }

  /** The digest of what the wallet has been given to sign, for showing it; empty where it is something else. */
  digestOf(document) {
    const isSame = this.#prompted && JSON.stringify(JSON.parse(this.#prompted.typedData)) === JSON.stringify(document);
    return isSame ? this.#prompted.digest : '';
  }

  /** A fresh nonce. */
  nonce() {
    return this.#signer.nonce(this.#api.now);
  }

  /**
   * Signs with the session key, sends, and gives the answer.
   *
   * @param {import('./sessionkey.js').SessionKey} key
   * @param {string} wallet
   * @param {string} call
   * @param {object} parameters without `nonce` and `wallet`
   * @param {number} start when the trader clicked, in the page's time
   */
  async byKey(key, wallet, call, parameters, start = performance.now()) {
    const complete = { nonce: this.nonce(), wallet, ...parameters };
    const entry = this.#begin('key', key.address, call, complete);
    return this.#through(entry, start, async () => {
      const signed = await key.sign(call, complete, this.domain);
      this.#signed(entry, signed, signed.milliseconds);
      return { parameters: complete, signature: signed.signature };
    });
  }

  /**
   * Has the wallet sign, which opens its prompt, sends, and gives the answer.
   *
   * @param {import('./wallet.js').Wallet} wallet
   * @param {string} account
   * @param {string} call
   * @param {object} parameters without `nonce` and `wallet`
   * @param {import('./sessionkey.js').SessionKey | null} consenting the key that an authorisation is for
   */
  async byWallet(wallet, account, call, parameters, consenting = null) {
    await wallet.switchTo(this.chain);
    const complete = { nonce: this.nonce(), wallet: account, ...parameters };
    const entry = this.#begin('wallet', account, call, complete);
    const start = performance.now();
    const agreement = { entry: null };
    return this.#through(entry, start, async () => {
      const consent = consenting ? await this.#consent(consenting, complete, agreement) : undefined;
      const prepared = this.#signer.prepareForWallet(call, complete, this.domain);
      this.#activity.update(entry, { primaryType: prepared.primaryType, digest: prepared.digest, fields: prepared.fields });
      this.#prompted = prepared;
      const prompted = performance.now();
      const signature = await wallet.signTypedData(account, prepared.typedData);
      this.#signed(entry, prepared, performance.now() - prompted);
      return { parameters: complete, signature, ...(consent ? { consent } : {}) };
    }).finally(() => this.#endConsent(agreement.entry, entry));
  }

  async #consent(key, parameters, agreement) {
    agreement.entry = this.#begin('key', key.address, 'SessionKeyConsent', parameters);
    const signed = await key.consent(parameters, this.domain);
    this.#signed(agreement.entry, signed, signed.milliseconds);
    return signed.signature;
  }

  /** A key's consent goes with the wallet's authorisation, and shares its fate. */
  #endConsent(consent, authorization) {
    if (!consent) return;
    const { status } = authorization;
    const answer = status === 'done' ? 'sent with the wallet’s authorisation' : 'not used: there was no authorisation';
    this.#activity.update(consent, { status, answer, milliseconds: consent.signingMilliseconds });
  }

  /** Better not sent at all than sent into a broken connection, where nobody learns what became of it. */
  #requireConnection() {
    if (!navigator.onLine) throw new APIError('OFFLINE', 'you are offline: nothing was signed or sent');
    if (this.#stream.state !== 'reconnecting') return;
    throw new APIError('OFFLINE', 'the connection is being restored: nothing was signed or sent; try again in a moment');
  }

  #begin(signer, by, call, parameters) {
    return this.#activity.begin({ signer, by, call, words: describe(call, parameters, this.#format) });
  }

  #signed(entry, { primaryType, digest, fields }, signingMilliseconds) {
    this.#activity.update(entry, { primaryType, digest, fields, signingMilliseconds, status: 'sent' });
  }

  async #through(entry, start, sign) {
    try {
      this.#requireConnection();
      const body = await sign();
      const sent = performance.now();
      const answer = await (this.#stream.isOpen ? this.#stream.request(entry.call, body) : this.#api.send(entry.call, body));
      const now = performance.now();
      this.#activity.update(entry, {
        status: 'done', admissionMilliseconds: now - sent, milliseconds: now - start,
        answer: answerInWords(entry.call, answer, this.#format),
      });
      return answer;
    } catch (error) {
      const status = error.fateUnknown ? 'unknown' : error.name === 'WalletError' ? 'declined' : 'refused';
      const code = error.code ? ` (${error.code})` : '';
      this.#activity.update(entry, { status, milliseconds: performance.now() - start, answer: explain(error) + code });
      if (error.code === 'NONCE_OUTSIDE_WINDOW') this.#api.synchronize().catch(() => {});
      throw error;
    }
  }
}

function answerInWords(call, answer, format) {
  switch (call) {
    case 'POST /v1/orders': {
      const isPartial = answer.status !== 'filled' && answer.executedQuantity !== '0.00000000';
      const filled = isPartial ? `: ${format.shortest(answer.executedQuantity)}` : '';
      return `order ${answer.orderId} ${orderStatusName(answer.status)}${filled}`;
    }
    case 'DELETE /v1/orders': {
      const count = answer.filter(({ status }) => status === 'canceled').length;
      return `${count} ${count === 1 ? 'order' : 'orders'} cancelled`;
    }
    case 'POST /v1/sessionKeys':
      return `key ${shortAddress(answer.sessionKey.sessionKey)} registered, entry ${answer.sequence} of the ledger`;
    case 'DELETE /v1/sessionKeys':
      return `final from entry ${answer.sequence} of the ledger on, ${answer.orders.length} orders cancelled`;
    default: return answer.sequence === undefined ? 'done' : `entry ${answer.sequence} of the ledger`;
  }
}
