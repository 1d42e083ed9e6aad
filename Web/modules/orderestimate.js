// What an order would cost and change, reckoned before it is sent. Pure; every amount is a text, every sum is exact.

const zero = '0.00000000';
const one = '1.00000000';

const negated = (value, pips) => pips.subtract(zero, value);
const absolute = (value, pips) => (value.startsWith('-') ? negated(value, pips) : value);
const smaller = (a, b, pips) => (pips.compare(a, b) < 0 ? a : b);

/**
 * What a market order of a quantity would pay on average, walking the book; `null` where the book is too thin.
 *
 * @param {string} quantity
 * @param {Array<{price: string, size: string}>} levels of the other side, the best first
 * @param {import('./signer.js').Pips} pips
 */
export function averagePrice(quantity, levels, pips) {
  let left = quantity;
  let value = zero;
  for (const { price, size } of levels) {
    const taken = smaller(left, size, pips);
    value = pips.add(value, pips.value(taken, price));
    left = pips.subtract(left, taken);
    if (pips.compare(left, zero) === 0) return pips.divide(value, quantity);
  }
  return null;
}

/**
 * The estimate of an order: its `value`, the highest `fee`, the `margin` that it needs and what `remains` of the available
 * collateral, and the `liquidationPrice` of the position that it would make (`null` where there is none).
 *
 * @param {object} order `side`, `quantity`, the execution `price`, whether it `rests` for sure, and `reduceOnly`
 * @param {object} market
 * @param {object} state `values` of the wallet, `positions`, `indexPrice`, and the `override` of its leverage
 * @param {import('./signer.js').Pips} pips
 */
export function estimate({ side, quantity, price, rests, reduceOnly }, market, state, pips) {
  const { values, positions, indexPrice, override } = state;
  const value = pips.value(quantity, price);
  const rate = rests ? values?.makerFeeRate ?? market.makerFeeRate : values?.takerFeeRate ?? market.takerFeeRate;
  const fee = pips.fee(value, rate);
  if (!values) return { value, fee, margin: null, remains: null, liquidationPrice: null };
  const held = positions.find((position) => position.market === market.market)?.quantity ?? zero;
  const wanted = side === 'buy' ? quantity : negated(quantity, pips);
  const change = reduceOnly ? bounded(wanted, held, pips) : wanted;
  const after = pips.add(held, change);
  const margin = marginNeeded({ held, after, market, override, price }, pips);
  // What is bought above the index price is worth less at once.
  const slippage = indexPrice ? pips.multiply(change, pips.subtract(indexPrice, price)) : zero;
  const costs = [margin, fee, negated(slippage, pips)];
  const remains = costs.reduce((left, cost) => pips.subtract(left, cost), values.availableCollateral);
  const liquidationPrice = liquidation({ after, slippage, fee, market, values, positions, indexPrice }, pips);
  return { value, fee, margin, remains, liquidationPrice };
}

/** A reduce-only change stops at zero. */
function bounded(change, held, pips) {
  const isOpposite = held.startsWith('-') !== change.startsWith('-') && held !== zero;
  if (!isOpposite) return zero;
  return pips.compare(absolute(change, pips), absolute(held, pips)) > 0 ? negated(held, pips) : change;
}

/** The margin of the position after the order, less that of the position before. */
function marginNeeded({ held, after, market, override, price }, pips) {
  const marginOf = (quantity) => {
    const size = absolute(quantity, pips);
    return pips.margin(pips.value(size, price), pips.initialMarginFraction(size, market, override));
  };
  const more = pips.subtract(marginOf(after), marginOf(held));
  return pips.compare(more, zero) > 0 ? more : zero;
}

/**
 * Where equity would equal the maintenance margin if only this market moved: the price p with
 * equity + q·(p − index) = |q|·p·m + margin of the other positions.
 */
function liquidation({ after, slippage, fee, market, values, positions, indexPrice }, pips) {
  if (!indexPrice || pips.compare(after, zero) === 0) return null;
  const others = positions.filter((position) => position.market !== market.market)
    .reduce((sum, position) => pips.add(sum, position.marginRequirement), zero);
  const equity = pips.add(pips.subtract(values.equity, fee), slippage);
  const numerator = pips.add(pips.subtract(pips.multiply(after, indexPrice), equity), others);
  const fraction = market.maintenanceMarginFraction;
  const factor = after.startsWith('-') ? pips.add(one, fraction) : pips.subtract(one, fraction);
  const result = pips.divide(numerator, pips.multiply(after, factor));
  return pips.compare(result, zero) > 0 ? result : null;
}

/**
 * The largest quantity on the step that the wallet's margin and the key's limits allow.
 *
 * @param {object} options `side`, `price`, `hasPrice` (whether it is a limit price), `market`, `values`, `positions`,
 *   `reduceOnly`, `override`, and the key's `details` or `null`
 */
export function largestQuantity(options, pips) {
  const { price, hasPrice, market, details } = options;
  const affordable = affordableQuantity(options, pips);
  if (!price || !details) return affordable;
  const worst = hasPrice ? price : pips.multiplyUp(price, pips.add(one, details.maximumPriceDeviation ?? zero));
  return [details.maximumOrderValue, details.valueRemainingToday].filter(Boolean)
    .map((limit) => pips.quantityFor(limit, worst, market.stepSize))
    .reduce((least, quantity) => smaller(least, quantity, pips), affordable);
}

function affordableQuantity({ side, price, market, values, positions, reduceOnly, override }, pips) {
  const held = positions.find((position) => position.market === market.market)?.quantity ?? zero;
  const isAgainst = held !== zero && held.startsWith('-') === (side === 'buy');
  const closing = isAgainst ? absolute(held, pips) : zero;
  if (reduceOnly) return closing;
  if (!values || !price || pips.compare(values.availableCollateral, zero) <= 0) return closing;
  const fraction = pips.initialMarginFraction(closing, market, override);
  const costPerValue = pips.add(fraction, pips.fee(one, values.takerFeeRate ?? market.takerFeeRate));
  // What closes a position frees its margin, which opens as much again.
  const freed = pips.margin(pips.value(closing, price), fraction);
  const spendable = pips.divide(pips.add(values.availableCollateral, freed), costPerValue);
  const opening = pips.quantityFor(spendable, price, market.stepSize);
  return smaller(pips.add(closing, opening), market.maximumPositionSize, pips);
}

/**
 * What the session key's limits say against an order: the `field` to change and a sentence, or `null`.
 *
 * @param {object} order parameters of `POST /v1/orders`
 * @param {object} market
 * @param {object} details of the key
 * @param {string | null} indexPrice
 * @param {import('./signer.js').Pips} pips
 * @param {import('./format.js').Format} format
 */
export function keyRefusal(order, market, details, indexPrice, pips, format) {
  const text = scopeRefusal(order, details) ?? valueRefusal(order, details, indexPrice, pips, format);
  if (text) return { field: 'size', text };
  const price = priceRefusal(order, market, details, indexPrice, pips, format);
  return price ? { field: 'price', text: price } : null;
}

function scopeRefusal(order, details) {
  if (details.permission === 'cancelOnly') return 'This session key may only cancel orders.';
  if (details.permission === 'reduceOnly' && !order.reduceOnly) {
    return 'This session key may only place reduce-only orders: tick “Reduce only”.';
  }
  const isOutside = details.markets.length > 0 && !details.markets.includes(order.market);
  if (isOutside) return `This session key may not trade in ${order.market}.`;
  return null;
}

/** An order is judged by its limit price, a market order by the worst price that the key may fill at. */
function valueRefusal(order, details, indexPrice, pips, format) {
  const { maximumOrderValue, valueRemainingToday } = details;
  const worst = order.price ?? worstPrice(order, details, indexPrice, pips);
  if (!worst) return null;
  const value = pips.multiplyUp(order.quantity, worst);
  if (maximumOrderValue && pips.compare(value, maximumOrderValue) > 0) {
    return `Worth more than this key may order at once (${format.money(maximumOrderValue)} USD).`;
  }
  if (valueRemainingToday && pips.compare(value, valueRemainingToday) > 0) {
    return `Worth more than is left of this key’s limit today (${format.money(valueRemainingToday)} USD).`;
  }
  return null;
}

function priceRefusal({ side, price }, market, { maximumPriceDeviation: deviation }, indexPrice, pips, format) {
  if (!deviation || !price || !indexPrice) return null;
  const isBuy = side === 'buy';
  const bound = pips.multiply(indexPrice, isBuy ? pips.add(one, deviation) : pips.subtract(one, deviation));
  if (pips.compare(price, bound) * (isBuy ? 1 : -1) <= 0) return null;
  const nearest = isBuy ? pips.roundDown(bound, market.tickSize) : pips.roundUp(bound, market.tickSize);
  const bounds = `${isBuy ? 'at most' : 'at least'} ${format.price(nearest, market)}`;
  return `Further from the index price than this key may trade (${format.percent(deviation, 0)}): ${bounds}.`;
}

function worstPrice({ triggerPrice }, { maximumPriceDeviation }, indexPrice, pips) {
  if (!indexPrice) return null;
  const isTriggerHigher = triggerPrice && pips.compare(triggerPrice, indexPrice) > 0;
  return pips.multiplyUp(isTriggerHigher ? triggerPrice : indexPrice, pips.add(one, maximumPriceDeviation ?? zero));
}
