// Typed data as people read it: each member with its name, and the digest that is signed.

import { element } from './dom.js';
import { bounded, dateTime, grouped } from './format.js';

const names = {
  nonce: 'Nonce', wallet: 'Wallet', sessionKey: 'Session key', purpose: 'Purpose', permission: 'Permission',
  markets: 'Markets', maximumOrderValue: 'Most per order', maximumDailyValue: 'Most per day',
  maximumPriceDeviation: 'Most off the index price', expiresAt: 'Expires', openOrders: 'Open orders',
  quantity: 'Quantity', maximumGasFee: 'Highest gas fee', marketSymbol: 'Market', orderType: 'Order type',
  orderSide: 'Side', limitPrice: 'Limit price', triggerPrice: 'Trigger price', triggerType: 'Trigger by',
  timeInForce: 'Time in force', isReduceOnly: 'Reduce only', delegatedPublicKey: 'Session key',
  delegatedKey: 'Session key', clientOrderId: 'Own order id', orderIds: 'Orders', bridgeAdapter: 'Bridge adapter',
  bridgeAdapterPayload: 'Bridge payload', selfTradePrevention: 'Self-trade prevention',
  orderDelegatedKey: 'Orders of key', conditionalOrderId: 'Conditional order', callbackRate: 'Callback rate',
  isLiquidationAcquisitionOnly: 'Liquidation acquisition only',
};

const choices = {
  orderType: [
    'market', 'limit', 'stop-loss market', 'stop-loss limit', 'take-profit market', 'take-profit limit', 'trailing stop',
  ],
  orderSide: ['buy', 'sell'],
  timeInForce: ['good till cancelled', 'post only', 'immediate or cancel', 'fill or kill'],
  selfTradePrevention: ['decrement and cancel', 'cancel oldest', 'cancel newest', 'cancel both'],
  triggerType: ['none', 'last price', 'index price'],
};

/**
 * A list of members as they are signed.
 *
 * @param {Array<{name: string, type: string, value: any}>} fields
 * @returns {HTMLElement}
 */
export function fieldList(fields) {
  const list = element('dl', { class: 'fields' });
  for (const { name, value } of fields) {
    list.append(element('dt', { text: names[name] ?? bounded(name) }), element('dd', { text: readable(name, value) }));
  }
  return list;
}

/** The members of a typed-data document. */
export function fieldsOf(document) {
  return document.types[document.primaryType].map(({ name, type }) => ({ name, type, value: document.message[name] }));
}

function readable(name, value) {
  const none = name === 'markets' ? 'all markets' : 'none';
  if (Array.isArray(value)) return value.map((part) => bounded(part)).join(', ') || none;
  if (name === 'expiresAt') return dateTime(Number(value));
  if (choices[name]) return choices[name][Number(value)] ?? String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === '') return name.startsWith('maximum') ? 'no limit' : 'none';
  const text = bounded(value, 200);
  if (name === 'maximumPriceDeviation') return `${text} (a fraction)`;
  return /^\d+\.\d{8}$/.test(text) ? grouped(text.replace(/\.?0+$/, '')) : text;
}
