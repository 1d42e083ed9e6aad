// The order form: what is typed is judged in place, what it costs is shown before the click, and the click is the last word.

import { byId, perFrame, setAttribute, setText } from './dom.js';
import { draft, orderType } from './orderdraft.js';
import { averagePrice, estimate, keyRefusal, largestQuantity } from './orderestimate.js';
import { digitsOf } from './format.js';
import { triggerDirection } from './words.js';

const form = () => byId('order-form');

export class OrderForm {
  #context;
  #touched = new Set();
  #share = 0;
  #isSending = false;
  #parameters = null;

  /**
   * @param {object} context
   * @param {import('./market.js').MarketData} context.market
   * @param {import('./account.js').Account} context.account
   * @param {import('./session.js').Session} context.session
   * @param {import('./signer.js').Pips} context.pips
   * @param {import('./format.js').Format} context.format
   * @param {(parameters: object, start: number) => Promise<void>} context.place
   * @param {() => void} context.deposit
   * @param {() => void} context.begin what to do where there is no key yet: connect, approve or renew
   */
  constructor(context) {
    this.#context = context;
    const render = perFrame(() => this.#render());
    let before = null;
    context.market.store.watch(['market'], () => {
      const name = context.market.store.get('market')?.market ?? null;
      // Prices and sizes of one market mean nothing in another.
      if (before !== null && name !== before) this.#clear();
      before = name;
    });
    context.market.store.watch(['market', 'book', 'tickers', 'isStale'], render);
    context.account.store.watch(['values', 'positions', 'leverage', 'isLoaded'], render);
    context.session.store.watch(['status', 'details', 'wallet', 'address'], render);
    form().addEventListener('input', (event) => this.#typed(event));
    form().addEventListener('change', render);
    form().addEventListener('focusout', ({ target }) => {
      this.#touched.add(target.name);
      render();
    });
    form().addEventListener('submit', (event) => this.#submit(event));
    byId('size-slider').addEventListener('input', ({ target }) => this.#takeShare(Number(target.value)));
    for (const button of form().querySelectorAll('[data-share]')) {
      button.addEventListener('click', () => this.#takeShare(Number(button.dataset.share)));
    }
    byId('deposit-hint').addEventListener('click', async () => {
      await context.deposit();
      // The hint goes away with the first deposit, and must not take the focus with it.
      form().elements.size.focus();
    });
    byId('price-mid').addEventListener('click', () => this.takePrice(this.#prices().middle));
  }

  /** Takes a price from elsewhere, such as a click into the book. */
  takePrice(price) {
    const { market } = this.#state();
    if (!price || !market) return;
    const kind = this.#typedValues().kind;
    if (kind === 'market') this.#check('kind', 'limit');
    const field = (kind === 'stopLoss' || kind === 'takeProfit') && this.#typedValues().execution === 'market' ? 'trigger' : 'price';
    form().elements[field].value = this.#context.pips.fixed(price, digitsOf(market.tickSize));
    this.#applyShare();
    this.#render();
  }

  #clear() {
    for (const name of ['price', 'trigger', 'size']) form().elements[name].value = '';
    this.#touched.clear();
    this.#setShare(0);
  }

  #check(name, value) {
    for (const radio of form().elements[name]) radio.checked = radio.value === value;
  }

  #state() {
    const { market, account, session } = this.#context;
    return {
      market: market.store.get('market'), book: market.store.get('book'), values: account.store.get('values'),
      positions: account.store.get('positions'), leverage: account.store.get('leverage'), status: session.store.get('status'),
      details: session.store.get('details'), address: session.store.get('address'),
    };
  }

  #prices() {
    const { book } = this.#state();
    const indexPrice = this.#context.market.ticker?.indexPrice ?? book?.indexPrice ?? null;
    const [bestBid, bestAsk] = [book?.best('bids') ?? null, book?.best('asks') ?? null];
    const { pips } = this.#context;
    const middle = bestBid && bestAsk ? pips.roundDown(pips.divide(pips.add(bestBid, bestAsk), '2.00000000'), this.#state().market.tickSize) : bestBid ?? bestAsk ?? indexPrice;
    return { indexPrice, bestBid, bestAsk, middle };
  }

  #typedValues() {
    const data = new FormData(form());
    const text = (name) => String(data.get(name) ?? '');
    return {
      side: text('side'), kind: text('kind'), execution: text('execution'), price: text('price'), trigger: text('trigger'),
      triggerType: text('triggerType'), size: text('size'), unit: text('unit'), timeInForce: text('timeInForce'),
      postOnly: data.has('postOnly'), reduceOnly: data.has('reduceOnly'),
    };
  }

  #typed({ target }) {
    if (target.name === 'size') this.#setShare(0);
    if (target.name === 'side' || target.name === 'unit' || target.name === 'reduceOnly' || target.name === 'price') this.#applyShare();
    if (target.name === 'unit') this.#changeUnit();
    this.#render();
  }

  /** The number that was typed means the same in the new unit. */
  #changeUnit() {
    if (this.#share) return;
    const size = form().elements.size;
    const typed = this.#typedValues();
    const before = { ...typed, unit: typed.unit === 'base' ? 'quote' : 'base' };
    const { market } = this.#state();
    const { pips } = this.#context;
    const { quantity, reference } = draft(before, market, this.#prices(), pips);
    if (!quantity || !reference) return;
    size.value = typed.unit === 'base' ? pips.shortest(quantity) : pips.fixed(pips.value(quantity, reference), 2);
  }

  #takeShare(share) {
    this.#setShare(share);
    this.#applyShare();
    this.#render();
  }

  #setShare(share) {
    this.#share = share;
    byId('size-slider').value = String(share);
    setText(byId('size-share'), `${share}%`);
  }

  #applyShare() {
    const { market, values, positions, leverage, details, status } = this.#state();
    if (!this.#share || !market) return;
    const typed = this.#typedValues();
    const { pips } = this.#context;
    const { reference, hasPrice } = draft({ ...typed, size: '' }, market, this.#prices(), pips);
    const largest = largestQuantity({
      side: typed.side, price: reference, hasPrice, market, values, positions, reduceOnly: typed.reduceOnly,
      override: leverage.get(market.market) ?? null, details: status === 'active' ? details : null,
    }, pips);
    const quantity = pips.roundDown(pips.multiply(largest, pips.divide(`${this.#share}.00000000`, '100.00000000')), market.stepSize);
    form().elements.size.value = typed.unit === 'base' || !reference ? pips.shortest(quantity) : pips.fixed(pips.value(quantity, reference), 2);
  }

  #render() {
    const state = this.#state();
    if (!state.market) return;
    const typed = this.#typedValues();
    const prices = this.#prices();
    const { pips, format } = this.#context;
    const result = draft(typed, state.market, prices, pips);
    this.#showFields(typed, result, state.market);
    const warning = result.parameters && state.status === 'active' ? keyRefusal(result.parameters, state.market, state.details, prices.indexPrice, pips, format) : null;
    this.#showProblems(result.problems, warning);
    const numbers = this.#estimate(typed, result, state, prices);
    this.#showEstimate(numbers, state);
    this.#parameters = warning ? null : result.parameters;
    this.#showButton(typed, result, state, warning);
  }

  #showFields(typed, { hasPrice, hasTrigger }, market) {
    byId('field-price').hidden = !hasPrice;
    byId('field-trigger').hidden = !hasTrigger;
    byId('field-execution').hidden = !hasTrigger;
    byId('field-time-in-force').hidden = !hasPrice;
    byId('field-post-only').hidden = !hasPrice;
    form().elements.timeInForce.disabled = typed.postOnly;
    for (const node of form().querySelectorAll('[data-base]')) setText(node, market.baseAsset);
    form().dataset.side = typed.side;
    if (hasTrigger) {
      const direction = triggerDirection(orderType(typed), typed.side);
      setText(byId('trigger-hint'), `Sent to the market when the ${typed.triggerType} price ${direction} it.`);
    }
  }

  #showProblems(problems, warning) {
    for (const field of ['price', 'trigger', 'size']) {
      const problem = problems[field] ?? (warning?.field === field ? warning.text : null);
      const input = form().elements[field];
      const show = problem && (input.value !== '' || this.#touched.has(field)) ? problem : '';
      setText(byId(`problem-${field}`), show);
      setAttribute(input, 'aria-invalid', show ? 'true' : null);
    }
  }

  #estimate(typed, { quantity, price, triggerPrice, reference, hasPrice, hasTrigger }, state, prices) {
    if (!quantity || !reference) return null;
    const { pips } = this.#context;
    const levels = state.book?.levels(typed.side === 'buy' ? 'asks' : 'bids') ?? [];
    const average = !hasPrice && !hasTrigger ? averagePrice(quantity, levels, pips) : null;
    const execution = price ?? average ?? triggerPrice ?? reference;
    const order = { side: typed.side, quantity, price: execution, rests: hasPrice && typed.postOnly, reduceOnly: typed.reduceOnly };
    const account = { values: state.values, positions: state.positions, indexPrice: prices.indexPrice, override: state.leverage.get(state.market.market) ?? null };
    try {
      return { ...estimate(order, state.market, account, pips), execution, isThin: !hasPrice && !hasTrigger && average === null };
    } catch {
      // Numbers beyond what the exchange itself can count.
      return null;
    }
  }

  #showEstimate(numbers, { market, values }) {
    const { format, pips } = this.#context;
    const money = (value) => (value === null || value === undefined ? '–' : format.money(value));
    setText(byId('estimate-price'), numbers ? format.price(numbers.execution, market) : '–');
    setText(byId('estimate-value'), money(numbers?.value));
    setText(byId('estimate-fee'), money(numbers?.fee));
    setText(byId('estimate-margin'), money(numbers?.margin));
    setText(byId('estimate-remains'), money(numbers?.remains ?? values?.availableCollateral));
    setText(byId('estimate-liquidation'), numbers?.liquidationPrice ? format.price(numbers.liquidationPrice, market) : numbers?.margin ? 'none' : '–');
    byId('deposit-hint').hidden = byId('sandbox').hidden || !this.#context.account.store.get('isLoaded') || (values !== null && !/^[0.]*$/.test(values.equity));
    const isShort = Boolean(numbers?.remains && pips.compare(numbers.remains, '0.00000000') < 0);
    byId('estimate-remains').classList.toggle('loss', isShort);
    const warning = isShort ? 'More than your margin allows: the exchange will refuse this, or a part of it.'
      : numbers?.isThin ? 'The book is thinner than this order: it may fill in part.' : '';
    setText(byId('order-warning'), warning);
  }

  #showButton(typed, { quantity, price, triggerPrice }, { market, status, address }, warning) {
    const { format } = this.#context;
    const button = byId('place-order');
    const note = byId('order-note');
    if (status !== 'active') {
      setText(button, !address ? 'Connect a wallet to trade' : status === 'none' ? 'Approve a session key to trade' : `Session key ${status}: approve a new one`);
      setText(note, address && status !== 'none' ? 'What you typed stays.' : 'You approve once; then every order is one click.');
      setAttribute(button, 'aria-disabled', null);
      return;
    }
    const verb = typed.side === 'buy' ? 'Buy' : 'Sell';
    const size = quantity ? `${format.shortest(quantity)} ${market.baseAsset}` : market.baseAsset;
    const at = price ? `at ${format.price(price, market)}` : 'at market';
    const when = triggerPrice ? ` if ${typed.triggerType} ${triggerDirection(orderType(typed), typed.side)} ${format.price(triggerPrice, market)}` : '';
    setText(button, this.#isSending ? 'Sending…' : `${verb} ${size} ${at}${when}`);
    setAttribute(button, 'aria-disabled', this.#parameters && !this.#isSending && !warning ? null : 'true');
    setText(note, 'Signed by your session key: no wallet prompt.');
  }

  async #submit(event) {
    event.preventDefault();
    const start = event.timeStamp;
    this.#render();
    if (this.#state().status !== 'active') return this.#context.begin();
    if (!this.#parameters) return this.#showWhatIsMissing();
    if (this.#isSending) return undefined;
    this.#isSending = true;
    this.#render();
    try {
      await this.#context.place(this.#parameters, start);
    } finally {
      this.#isSending = false;
      this.#render();
    }
    return undefined;
  }

  #showWhatIsMissing() {
    const fields = ['price', 'trigger', 'size'].map((name) => form().elements[name]).filter((input) => !input.closest('[hidden]'));
    const wrong = fields.find((input) => input.getAttribute('aria-invalid') === 'true') ?? fields.find((input) => input.value === '');
    if (!wrong) return;
    if (wrong.value === '') setText(byId(`problem-${wrong.name}`), 'Fill this in first.');
    wrong.focus();
  }
}
