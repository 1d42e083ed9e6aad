// What was signed in this session, by whom, and how long it took. Kept for the tab's life, so that a reload loses nothing.

import { Store } from './store.js';

const storageName = 'activity';
const entriesMaximum = 200;
const paintMilliseconds = 40;

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {'wallet' | 'key'} signer
 * @property {string} by the signer's address
 * @property {string} call
 * @property {string} words what was signed, in words
 * @property {number} time
 * @property {'signing' | 'sent' | 'done' | 'refused' | 'declined' | 'unknown'} status
 * @property {string} [primaryType]
 * @property {string} [digest]
 * @property {Array<{name: string, type: string, value: any}>} [fields]
 * @property {number} [signingMilliseconds]
 * @property {number} [admissionMilliseconds] from sending to the exchange's answer
 * @property {number} [milliseconds] from the click to the exchange's answer
 * @property {string} [answer] what came of it
 */

export class Activity {
  #count = 0;
  #timer = null;
  #entries = restored();
  #showTimer = null;

  /** `entries`, the newest first. */
  store = new Store({ entries: this.#entries });

  constructor() {
    window.addEventListener('pagehide', () => this.#keep());
  }

  /** Begins an entry. @returns {Entry} */
  begin(values) {
    const entry = { id: `${Date.now()}-${++this.#count}`, time: Date.now(), status: 'signing', ...values };
    this.#entries = [entry, ...this.#entries].slice(0, entriesMaximum);
    this.#show(entry);
    return entry;
  }

  /** Adds to an entry what is known by now. */
  update(entry, values) {
    Object.assign(entry, values);
    this.#show(entry);
    this.#keepSoon();
  }

  /** What the key signs is answered sooner than a page is painted: painting it first would make the answer wait. */
  #show({ signer, status }) {
    if (signer === 'key' && (status === 'signing' || status === 'sent')) {
      this.#showTimer ??= setTimeout(() => this.#tell(), paintMilliseconds);
    } else {
      this.#tell();
    }
  }

  #tell() {
    clearTimeout(this.#showTimer);
    this.#showTimer = null;
    this.store.set({ entries: [...this.#entries] });
  }

  /** Writing takes longer than signing does, so it waits until nothing else is to be done. */
  #keepSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), 250);
  }

  #keep() {
    try {
      sessionStorage.setItem(storageName, JSON.stringify(this.#entries));
    } catch {
      // A full or forbidden storage loses the list at the next reload, and nothing else.
    }
  }

  /** How many signatures the wallet and the key made. */
  get counts() {
    const counts = { wallet: 0, key: 0 };
    for (const { signer, signingMilliseconds } of this.#entries) {
      if (signingMilliseconds !== undefined) counts[signer] += 1;
    }
    return counts;
  }

  /** The median of the milliseconds from click to acknowledgement of orders that the key signed; `null` without any. */
  get medianMilliseconds() {
    const times = this.#entries
      .filter(({ signer, call, status }) => signer === 'key' && call === 'POST /v1/orders' && status === 'done')
      .map(({ milliseconds }) => milliseconds)
      .sort((one, other) => one - other);
    if (!times.length) return null;
    const middle = times.length >> 1;
    return times.length % 2 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  }
}

function restored() {
  try {
    const entries = JSON.parse(sessionStorage.getItem(storageName) ?? '[]');
    const ended = (entry) => (['sent', 'signing'].includes(entry.status) ? { ...entry, status: 'unknown' } : entry);
    return Array.isArray(entries) ? entries.slice(0, entriesMaximum).map(ended) : [];
  } catch {
    return [];
  }
}
