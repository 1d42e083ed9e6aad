// What everybody may see: the markets, and of the chosen one its book, trades and candles, kept up to date.

import { Store } from './store.js';
import { Book } from './book.js';

const tradesMaximum = 40;
const candlesMaximum = 400;
const samplesMaximum = 3_600;

export class MarketData {
  #api;
  #stream;
  #book;
  #waitingChanges = null;
  #generation = 0;

  /**
   * `markets` by name, `tickers` by name, `market` (the chosen one's details), `book`, `trades` (newest first), `candles`
   * (oldest first), `interval`, `samples` of the index prices by market, and whether what is shown `isStale`.
   */
  store = new Store({
    markets: new Map(), tickers: new Map(), market: null, book: null, trades: [], candles: [], interval: '1m',
    samples: new Map(), isStale: true,
  });

  /**
   * @param {import('./api.js').API} api
   * @param {import('./stream.js').Stream} stream
   * @param {import('./signer.js').Pips} pips
   */
  constructor(api, stream, pips) {
    this.#api = api;
    this.#stream = stream;
    this.#book = new Book(pips);
    stream.on('tickers', (event) => this.#ticked(event));
    stream.on('l2orderbook', (event) => this.#bookChanged(event));
    stream.on('trades', (event) => this.#traded(event));
    stream.on('candles', (event) => this.#candleChanged(event));
    stream.on('live', () => this.#reload());
    stream.on('state', (state) => state !== 'live' && this.store.set({ isStale: true }));
  }

  /** Asks for what {@link MarketData#start} takes, which needs nothing else to be there. */
  static fetch(api) {
    return Promise.all([api.read('/v1/markets'), api.read('/v1/tickers')]);
  }

  /** Takes the markets and chooses one. */
  start([markets, tickers], preferred) {
    this.store.set({
      markets: new Map(markets.map((market) => [market.market, market])),
      tickers: new Map(tickers.map((ticker) => [ticker.market, ticker])),
    });
    const usual = markets.find(({ baseAsset }) => baseAsset === 'ETH') ?? markets[0];
    const chosen = this.details(preferred) ?? usual;
    this.choose(chosen.market);
  }

  /** Changes to another market. */
  choose(name) {
    const market = this.store.get('markets').get(name);
    if (!market || market === this.store.get('market')) return;
    this.store.set({ market, book: null, trades: [], candles: [] });
    this.#reload();
  }

  /** Changes how much time a candle stands for. */
  chooseInterval(interval) {
    if (interval === this.store.get('interval')) return;
    this.store.set({ interval, candles: [] });
    this.#reload();
  }

  /** A market as `GET /v1/markets` answers it. */
  details(name) {
    return this.store.get('markets').get(name);
  }

  /** The ticker of the chosen market. */
  get ticker() {
    return this.store.get('tickers').get(this.store.get('market')?.market);
  }

  /** Subscribes first and looks second, so that nothing is missed in between. */
  async #reload() {
    const market = this.store.get('market')?.market;
    if (!market) return;
    const generation = ++this.#generation;
    const interval = this.store.get('interval');
    this.#waitingChanges = [];
    const names = [...this.store.get('markets').keys()];
    this.#stream.subscribe([
      { name: 'tickers', markets: names }, { name: 'trades', markets: [market] },
      { name: 'l2orderbook', markets: [market] }, { name: 'candles', markets: [market], interval },
    ]);
    try {
      const [book, trades, candles, tickers] = await Promise.all([
        this.#api.read('/v1/orderbook', { market, level: 2, limit: 50 }),
        this.#api.read('/v1/trades', { market, limit: tradesMaximum }),
        this.#api.read('/v1/candles', { market, interval, limit: candlesMaximum }),
        this.#api.read('/v1/tickers'),
      ]);
      if (generation !== this.#generation) return;
      this.#loadBook(book);
      this.store.set({
        trades: trades.reverse(), candles, isStale: this.#stream.state !== 'live',
        tickers: new Map(tickers.map((ticker) => [ticker.market, ticker])),
      });
      for (const ticker of tickers) this.#sample(ticker.market, ticker.time, ticker.indexPrice);
    } catch {
      if (generation === this.#generation) setTimeout(() => generation === this.#generation && this.#reload(), 2_000);
    }
  }

  #loadBook(snapshot) {
    const changes = this.#waitingChanges ?? [];
    this.#waitingChanges = null;
    this.#book.load(snapshot);
    this.store.set({ book: this.#book });
    for (const change of changes) this.#bookChanged(change);
    this.store.touch('book');
  }

  #bookChanged(event) {
    if (event.m !== this.store.get('market')?.market) return;
    if (this.#waitingChanges) {
      this.#waitingChanges.push(event);
      return;
    }
    if (this.#book.apply(event)) this.store.touch('book');
    else this.#reload();
  }

  #traded({ m, i, p, q, t, s }) {
    if (m !== this.store.get('market')?.market) return;
    const trades = this.store.get('trades');
    if (trades.some(({ fillId }) => fillId === i)) return;
    const trade = { fillId: i, price: p, quantity: q, time: t, makerSide: s };
    this.store.set({ trades: [trade, ...trades].slice(0, tradesMaximum) });
  }

  #candleChanged({ m, i, s, o, h, l, c, v }) {
    if (m !== this.store.get('market')?.market || i !== this.store.get('interval')) return;
    const before = this.store.get('candles').filter(({ start }) => start < s);
    const candle = { start: s, open: o, high: h, low: l, close: c, baseVolume: v };
    this.store.set({ candles: [...before, candle].slice(-candlesMaximum) });
  }

  #ticked({ m, t, h, l, c, v, q, P, a, b, mp, ip, id, iP, oi, nf, ft }) {
    this.store.get('tickers').set(m, {
      market: m, time: t, high: h, low: l, close: c, baseVolume: v, quoteVolume: q, percentChange: P, ask: a, bid: b,
      markPrice: mp, indexPrice: ip, indexPrice24h: id, indexPricePercentChange: iP, openInterest: oi, currentFundingRate: nf,
      nextFundingTime: ft,
    });
    this.store.touch('tickers');
    this.#sample(m, t, ip);
  }

  #sample(market, time, price) {
    if (!price) return;
    const all = this.store.get('samples');
    const samples = all.get(market) ?? [];
    samples.push({ time, price });
    if (samples.length > samplesMaximum) samples.shift();
    all.set(market, samples);
    this.store.touch('samples');
  }
}
