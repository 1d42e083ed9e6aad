// The order form: what is typed is judged in place, and what it costs is shown before the click.

import { byId, perFrame, setAttribute, setText } from './dom.js';
import { draft, orderType } from './orderdraft.js';
import { averagePrice, estimate, keyRefusal, largestQuantity } from './orderestimate.js';
import { digitsOf } from './format.js';
import { triggerDirection } from './words.js';

const form = () => byId('order-form');

/** After how long an order is shown to be under way. */
const sendingMilliseconds = 40;

export class OrderForm {
  #context;
  #touched = new Set();
  /** The fields that were left empty when an order was to be sent. */
  #asked = new Set();
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
    if (this.#typedValues().kind === 'market') this.#check('kind', 'limit');
    const field = orderType(this.#typedValues()).endsWith('Market') ? 'trigger' : 'price';
    form().elements[field].value = this.#context.pips.fixed(price, digitsOf(market.tickSize));
    this.#applyShare();
    this.#render();
  }

  #clear() {
    for (const name of ['price', 'trigger', 'size']) form().elements[name].value = '';
    this.#touched.clear();
    this.#asked.clear();
    this.#setShare(0);
  }

  #check(name, value) {
    for (const radio of form().elements[name]) radio.checked = radio.value === value;
  }

  #state() {
    const { market, account, session } = this.#context;
    const chosen = market.store.get('market');
    return {
      market: chosen, book: market.store.get('book'), values: account.store.get('values'),
      positions: account.store.get('positions'), override: account.store.get('leverage').get(chosen?.market) ?? null,
      status: session.store.get('status'), details: session.store.get('details'), address: session.store.get('address'),
    };
  }

  #prices() {
    const { book, market } = this.#state();
    const indexPrice = this.#context.market.ticker?.indexPrice ?? book?.indexPrice ?? null;
    const [bestBid, bestAsk] = [book?.best('bids') ?? null, book?.best('asks') ?? null];
    const { pips } = this.#context;
    const half = bestBid && bestAsk && pips.divide(pips.add(bestBid, bestAsk), '2.00000000');
    const middle = half ? pips.roundDown(half, market.tickSize) : bestBid ?? bestAsk ?? indexPrice;
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
    if (['side', 'unit', 'reduceOnly', 'price'].includes(target.name)) this.#applyShare();
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
    size.value = this.#sizeText(typed.unit, quantity, reference);
  }

  /** A quantity as it is typed in a unit. */
  #sizeText(unit, quantity, reference) {
    const { pips } = this.#context;
    return unit === 'base' || !reference ? pips.shortest(quantity) : pips.fixed(pips.value(quantity, reference), 2);
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
    const { market, values, positions, override, details, status } = this.#state();
    if (!this.#share || !market) return;
    const typed = this.#typedValues();
    const { pips } = this.#context;
    const { reference, hasPrice } = draft({ ...typed, size: '' }, market, this.#prices(), pips);
    const largest = largestQuantity({
      side: typed.side, price: reference, hasPrice, market, values, positions, reduceOnly: typed.reduceOnly, override,
      details: status === 'active' ? details : null,
    }, pips);
    const part = pips.multiply(largest, pips.divide(`${this.#share}.00000000`, '100.00000000'));
    form().elements.size.value = this.#sizeText(typed.unit, pips.roundDown(part, market.stepSize), reference);
  }

  #render() {
    const state = this.#state();
    if (!state.market) return;
    const typed = this.#typedValues();
    const prices = this.#prices();
    const result = draft(typed, state.market, prices, this.#context.pips);
    this.#showFields(typed, result, state.market);
    const warning = this.#keyWarning(result.parameters, state, prices);
    this.#showProblems(result.problems, warning);
    const numbers = this.#estimate(typed, result, state, prices);
    this.#showEstimate(numbers, state);
    this.#parameters = warning ? null : result.parameters;
    this.#showButton(typed, result, state, warning);
  }

  #keyWarning(parameters, { status, market, details }, { indexPrice }) {
    if (!parameters || status !== 'active') return null;
    return keyRefusal(parameters, market, details, indexPrice, this.#context.pips, this.#context.format);
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
      const isMissing = input.value === '' && this.#asked.has(field);
      const known = problem && (input.value !== '' || this.#touched.has(field)) ? problem : '';
      const show = isMissing ? 'Fill this in first.' : known;
      setText(byId(`problem-${field}`), show);
      setAttribute(input, 'aria-invalid', show ? 'true' : null);
    }
  }

  #estimate(typed, { quantity, price, triggerPrice, reference, hasPrice, hasTrigger }, state, prices) {
    if (!quantity || !reference) return null;
    const { pips } = this.#context;
    const levels = state.book?.levels(typed.side === 'buy' ? 'asks' : 'bids') ?? [];
    const isMarket = !hasPrice && !hasTrigger;
    const average = isMarket ? averagePrice(quantity, levels, pips) : null;
    const execution = price ?? average ?? triggerPrice ?? reference;
    const { side, reduceOnly, postOnly } = typed;
    const order = { side, quantity, price: execution, rests: hasPrice && postOnly, reduceOnly };
    const { values, positions, override, market } = state;
    try {
      const numbers = estimate(order, market, { values, positions, override, indexPrice: prices.indexPrice }, pips);
      return { ...numbers, execution, isThin: isMarket && average === null };
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
    const noLiquidation = numbers?.margin ? 'none' : '–';
    const liquidation = numbers?.liquidationPrice ? format.price(numbers.liquidationPrice, market) : noLiquidation;
    setText(byId('estimate-liquidation'), liquidation);
    this.#showDepositHint(values);
    const isShort = Boolean(numbers?.remains && pips.compare(numbers.remains, '0.00000000') < 0);
    byId('estimate-remains').classList.toggle('loss', isShort);
    const warning = isShort ? 'More than your margin allows: the exchange will refuse this, or a part of it.'
      : numbers?.isThin ? 'The book is thinner than this order: it may fill in part.' : '';
    setText(byId('order-warning'), warning);
  }

  #showDepositHint(values) {
    const isKnown = this.#context.account.store.get('isLoaded') && !byId('sandbox').hidden;
    byId('deposit-hint').hidden = !isKnown || (values !== null && !/^[0.]*$/.test(values.equity));
  }

  #showButton(typed, { quantity, price, triggerPrice, hasPrice }, { market, status, address }, warning) {
    const { format } = this.#context;
    const button = byId('place-order');
    if (status !== 'active') {
      showBeginning(button, status, address);
      return;
    }
    const verb = typed.side === 'buy' ? 'Buy' : 'Sell';
    const size = quantity ? `${format.shortest(quantity)} ${market.baseAsset}` : market.baseAsset;
    const execution = hasPrice ? '' : ' at market';
    const at = price ? ` at ${format.price(price, market)}` : execution;
    const direction = triggerDirection(orderType(typed), typed.side);
    const when = triggerPrice ? ` if ${typed.triggerType} ${direction} ${format.price(triggerPrice, market)}` : '';
    setText(button, this.#isSending ? 'Sending…' : `${verb} ${size}${at}${when}`);
    setAttribute(button, 'aria-disabled', this.#parameters && !this.#isSending && !warning ? null : 'true');
    setText(byId('order-note'), 'Signed by your session key: no wallet prompt.');
  }

  async #submit(event) {
    event.preventDefault();
    const start = event.timeStamp;
    this.#render();
    if (this.#state().status !== 'active') return this.#context.begin();
    if (!this.#parameters) return this.#showWhatIsMissing();
    if (this.#isSending) return undefined;
    this.#isSending = true;
    // Most orders are answered before this: they are not made to wait for a painting of the page.
    setTimeout(() => this.#isSending && this.#render(), sendingMilliseconds);
    try {
      await this.#context.place(this.#parameters, start);
    } finally {
      this.#isSending = false;
      this.#render();
    }
    return undefined;
  }

  #showWhatIsMissing() {
    const inputs = ['price', 'trigger', 'size'].map((name) => form().elements[name]);
    const shown = inputs.filter((input) => !input.closest('[hidden]'));
    const wrong = shown.find((input) => input.getAttribute('aria-invalid')) ?? shown.find((input) => input.value === '');
    if (!wrong) return;
    if (wrong.value === '') {
      this.#asked.add(wrong.name);
      this.#render();
    }
    wrong.focus();
  }
}

/** Without a key, the button leads to one. */
function showBeginning(button, status, address) {
  const next = status === 'none' ? 'Approve a session key to trade' : `Session key ${status}: approve a new one`;
  setText(button, address ? next : 'Connect a wallet to trade');
  const isOver = address && status !== 'none';
  setText(byId('order-note'), isOver ? 'What you typed stays.' : 'You approve once; then every order is one click.');
  setAttribute(button, 'aria-disabled', null);
}
