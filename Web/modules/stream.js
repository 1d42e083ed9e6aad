// One WebSocket: what is subscribed to survives reconnecting, and signed requests go the same way.

import { APIError } from './api.js';

const heartbeatMilliseconds = 10_000;
const answerMilliseconds = 10_000;
const retryMilliseconds = 2_000;
const backoffMaximumMilliseconds = 15_000;

export class Stream {
  #url;
  #socket = null;
  #handlers = new Map();
  #waiting = new Map();
  #public = [];
  #private = null;
  #attempts = 0;
  #count = 0;
  #timer = null;
  #heartbeat = null;

  /** `connecting`, `live` or `reconnecting`. */
  state = 'connecting';

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
    window.addEventListener('online', () => this.#openSoon(0));
    window.addEventListener('offline', () => this.#socket?.close());
  }

  /**
   * Hears of one kind of message: the name of a subscription, `state`, `live` (after each connecting), or `privateEnded`
   * with the error that ended what was private.
   */
  on(type, handler) {
    const handlers = this.#handlers.get(type) ?? [];
    this.#handlers.set(type, [...handlers, handler]);
  }

  /** Connects, and stays connected. */
  open() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => this.#received(JSON.parse(data));
    socket.onclose = () => this.#closed(socket);
  }

  /** Whether requests can go out now. */
  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Says what of markets is wanted, in place of what was wanted before. */
  subscribe(subscriptions) {
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const gone = this.#public.filter((old) => !subscriptions.some((wanted) => same(old, wanted)));
    const added = subscriptions.filter((wanted) => !this.#public.some((old) => same(old, wanted)));
    this.#public = subscriptions;
    if (!this.isOpen) return;
    if (gone.length) this.#send({ method: 'unsubscribe', subscriptions: gone });
    if (added.length) this.#send({ method: 'subscribe', subscriptions: added });
  }

  /**
   * Says whose private events are wanted: `null` for nobody's.
   *
   * @param {{names: string[], token: () => Promise<string>} | null} wanted
   */
  async subscribePrivately(wanted) {
    const before = this.#private;
    this.#private = wanted;
    if (before && this.isOpen) this.#send({ method: 'unsubscribe', subscriptions: before.names });
    if (wanted && this.isOpen) await this.#openPrivate(wanted);
  }

  /**
   * Sends a signed request, once.
   *
   * @param {string} path for example `POST /v1/orders`
   * @param {object} body
   * @returns {Promise<any>} what the call answers
   * @throws {APIError}
   */
  request(path, body) {
    return this.#ask({ method: 'request', path, body }, true);
  }

  #ask(message, isSigned = false) {
    return new Promise((resolve, reject) => {
      const cid = String(++this.#count);
      const lost = () => {
        this.#waiting.delete(cid);
        reject(new APIError('NETWORK', 'the exchange has not answered in time', { fateUnknown: isSigned }));
      };
      const timer = setTimeout(lost, answerMilliseconds);
      this.#waiting.set(cid, { resolve, reject, timer, isSigned });
      this.#send({ ...message, cid });
    });
  }

  #send(message) {
    if (this.isOpen) this.#socket.send(JSON.stringify(message));
  }

  #opened(socket) {
    if (socket !== this.#socket) return;
    this.#attempts = 0;
    if (this.#public.length) this.#send({ method: 'subscribe', subscriptions: this.#public });
    if (this.#private) this.#openPrivate(this.#private);
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#beat(socket), heartbeatMilliseconds);
    this.#become('live');
    this.#tell('live');
  }

  async #openPrivate(wanted) {
    try {
      const token = await wanted.token();
      if (wanted !== this.#private) return;
      await this.#ask({ method: 'subscribe', subscriptions: wanted.names, token });
    } catch (error) {
      if (wanted !== this.#private) return;
      const again = () => wanted === this.#private && this.isOpen && this.#openPrivate(wanted);
      if (error.code === 'NETWORK') setTimeout(again, retryMilliseconds);
      else this.#tell('privateEnded', error);
    }
  }

  /** A browser shows no pongs, so a question stands for a ping: a connection that answers nothing is dead. */
  #beat(socket) {
    this.#ask({ method: 'subscriptions' }).catch(() => socket === this.#socket && socket.close());
  }

  #received(message) {
    const waiting = this.#waiting.get(message.cid);
    if (waiting) {
      clearTimeout(waiting.timer);
      this.#waiting.delete(message.cid);
      const { code, message: reason } = message.type === 'error' ? message.data : {};
      if (code === undefined) waiting.resolve(message.data ?? message.subscriptions);
      else waiting.reject(new APIError(code, reason, { fateUnknown: code === 'ADMISSION_UNKNOWN' }));
    } else if (message.type === 'error') {
      this.#tell('privateEnded', new APIError(message.data.code, message.data.message));
    } else {
      this.#tell(message.type, message.data);
    }
  }

  #closed(socket) {
    if (socket !== this.#socket) return;
    clearInterval(this.#heartbeat);
    for (const { reject, timer, isSigned } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new APIError('NETWORK', 'the connection broke before the exchange had answered', { fateUnknown: isSigned }));
    }
    this.#waiting.clear();
    this.#become('reconnecting');
    this.#openSoon(Math.min(backoffMaximumMilliseconds, 500 * 2 ** this.#attempts++) * (0.75 + Math.random() / 2));
  }

  #openSoon(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // What is offline is not tried; the browser says when it is online again.
      if (!navigator.onLine) return;
      if (this.#socket === null || this.#socket.readyState === WebSocket.CLOSED) this.open();
    }, milliseconds);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#tell('state', state);
  }

  #tell(type, data) {
    for (const handler of this.#handlers.get(type) ?? []) handler(data);
  }
}
