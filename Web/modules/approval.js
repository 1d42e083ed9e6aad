// The one approval: what the key may do, for how long, and what it can never do, in plain words before the wallet asks.

import { element, setChildren } from './dom.js';
import { errorLine, openDialog, whileBusy } from './dialog.js';
import { explain } from './errors.js';
import { bounded, dateTime } from './format.js';

const hour = 3_600_000;
const lifetimes = [['1 hour', hour], ['1 day', 24 * hour], ['7 days', 168 * hour], ['30 days', 720 * hour]];
const permissions = [
  ['trade', 'Trade', 'Place and cancel orders, set leverage'],
  ['reduceOnly', 'Reduce only', 'Close positions and cancel orders'],
  ['cancelOnly', 'Cancel only', 'Cancel orders'],
];
const orderValues = [['1,000', '1000.00000000'], ['10,000', '10000.00000000'], ['100,000', '100000.00000000'], ['No limit', '']];
const dailyValues = [['10,000', '10000.00000000'], ['100,000', '100000.00000000'], ['1,000,000', '1000000.00000000'], ['No limit', '']];
const deviations = [['1%', '0.01000000'], ['5%', '0.05000000'], ['10%', '0.10000000'], ['No limit', '']];

/** What is chosen at first: enough for a day's trading, and bounded. */
const usual = { permission: 'trade', lifetime: 24 * hour, maximumOrderValue: '100000.00000000', maximumDailyValue: '1000000.00000000', maximumPriceDeviation: '0.05000000' };

/**
 * Opens the dialog, and has the wallet approve.
 *
 * @param {object} options
 * @param {string[]} options.markets
 * @param {(terms: object) => Promise<any>} options.approve asks the wallet; what is chosen stays where it throws
 * @param {boolean} [options.isRenewal]
 * @param {object | null} [options.before] the details of the key before, whose limits are proposed again
 * @param {() => number} options.now the exchange's time
 * @returns {Promise<boolean>} whether a key was approved
 */
export async function openApproval({ markets, approve, isRenewal = false, before = null, now }) {
  const chosen = { ...usual, markets: [], name: deviceName(), ...proposal(before) };
  const approved = await openDialog({
    title: isRenewal ? 'Renew your session key' : 'Approve a session key',
    class: 'approval',
    content: (close) => approvalForm({ chosen, markets, approve, isRenewal, now, close }),
  });
  return approved === true;
}

function approvalForm({ chosen, markets, approve, isRenewal, now, close }) {
  const problem = errorLine();
  const summary = element('div', { class: 'can-cannot' });
  const show = () => showSummary(summary, chosen, now());
  const button = element('button', { type: 'submit', class: 'button primary wide', autofocus: true, data: { testid: 'approve' }, text: 'Approve in wallet' });
  const submit = (event) => {
    event.preventDefault();
    whileBusy(button, 'Waiting for your wallet…', async () => {
      problem.show('');
      try {
        await approve(termsOf(chosen));
        close(true);
      } catch (error) {
        problem.show(`${explain(error)} What you chose here is kept.`);
      }
    });
  };
  const pick = (field) => (value) => {
    chosen[field] = value;
    show();
  };
  show();
  return [element('form', { class: 'approval-form', on: { submit } },
    element('p', { text: isRenewal
      ? 'A new key takes over; the old one is revoked once the new one works, and its orders stay.'
      : 'Your wallet signs once. From then on a key that cannot leave this browser signs your orders, with no prompts.' }),
    choice('It may', permissions.map(([value, name, hint]) => [name, value, hint]), chosen.permission, pick('permission')),
    choice('For', lifetimes, chosen.lifetime, pick('lifetime')),
    marketChoice(markets, chosen, show),
    element('details', { class: 'limits', open: true }, element('summary', { text: 'Limits' }),
      choice('Most per order, USD', orderValues, chosen.maximumOrderValue, pick('maximumOrderValue')),
      choice('Most per day, USD', dailyValues, chosen.maximumDailyValue, pick('maximumDailyValue')),
      choice('Most off the index price', deviations, chosen.maximumPriceDeviation, pick('maximumPriceDeviation'))),
    element('label', { class: 'field' }, element('span', { text: 'Name of this device' }),
      element('input', { type: 'text', maxlength: 64, value: chosen.name, autocomplete: 'off', on: { input: ({ target }) => { chosen.name = target.value; } } })),
    summary, element('div', { class: 'dialog-foot' }, problem.node, button,
      element('p', { class: 'muted small centered', text: 'Approving is free, and moves no money.' })))];
}

/** Radio buttons that look like one switch. */
function choice(title, options, selected, onPick) {
  const name = `choice-${title.replace(/\W+/g, '-')}`;
  return element('fieldset', { class: 'choice' }, element('legend', { text: title }),
    element('div', { class: 'segments' }, ...options.map(([text, value, hint]) => {
      const input = element('input', { type: 'radio', name, checked: value === selected, on: { change: () => onPick(value) } });
      return element('label', { class: 'segment', title: hint }, input, element('span', { text }));
    })));
}

function marketChoice(markets, chosen, show) {
  const boxes = markets.map((market) => {
    const change = ({ target }) => {
      chosen.markets = target.checked ? [...chosen.markets, market] : chosen.markets.filter((other) => other !== market);
      show();
    };
    return element('label', { class: 'segment' },
      element('input', { type: 'checkbox', checked: chosen.markets.includes(market), on: { change } }), element('span', { text: market }));
  });
  return element('fieldset', { class: 'choice' }, element('legend', { text: 'In these markets (none chosen: all)' }),
    element('div', { class: 'segments wrap' }, ...boxes));
}

function showSummary(node, { permission, lifetime, markets, maximumOrderValue, maximumDailyValue, maximumPriceDeviation }, now) {
  const money = (value) => `${Number.parseInt(value, 10).toLocaleString('en-US')} USD`;
  const can = [
    permission === 'trade' ? 'Place and cancel orders, and set leverage' : permission === 'reduceOnly' ? 'Make positions smaller, and cancel orders' : 'Cancel orders',
    markets.length ? `Only in ${markets.join(', ')}` : 'In all markets',
    permission !== 'cancelOnly' && maximumOrderValue ? `Orders of up to ${money(maximumOrderValue)}` : null,
    permission !== 'cancelOnly' && maximumDailyValue ? `Up to ${money(maximumDailyValue)} a day` : null,
    permission !== 'cancelOnly' && maximumPriceDeviation ? `No worse than ${Number(maximumPriceDeviation) * 100}% off the index price` : null,
    `Until ${dateTime(now + lifetime)}, or until you revoke it`,
  ];
  const cannot = ['Withdraw or transfer', 'Deposit', 'Approve other keys', 'Leave this browser'];
  const list = (title, texts, name) => element('div', { class: name }, element('h3', { text: title }),
    element('ul', {}, ...texts.filter(Boolean).map((text) => element('li', { text }))));
  setChildren(node, list('This key can', can, 'can'), list('It can never', cannot, 'cannot'));
}

/** The terms as the authorisation takes them: a limit that is not wanted is left out. */
function termsOf({ permission, markets, lifetime, name, ...limits }) {
  const bounds = permission === 'cancelOnly' ? [] : Object.entries(limits).filter(([, value]) => value !== '');
  // The exchange refuses signs that turn text around, and would say so only after the wallet has signed.
  const label = bounded(name).trim();
  return { permission, lifetime, ...(markets.length ? { markets } : {}), ...Object.fromEntries(bounds), ...(label ? { name: label } : {}) };
}

function proposal(before) {
  if (!before) return {};
  const { permission, markets, maximumOrderValue = '', maximumDailyValue = '', maximumPriceDeviation = '', authorizedAt, expiresAt, name } = before;
  const lived = expiresAt - authorizedAt;
  const lifetime = lifetimes.map(([, value]) => value).find((value) => value >= lived - 60_000) ?? usual.lifetime;
  return { permission, markets, maximumOrderValue, maximumDailyValue, maximumPriceDeviation, lifetime, ...(name ? { name } : {}) };
}

/** The browser and the system that it runs on, in few words. */
function deviceName() {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'Browser';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  return system ? `${browser} on ${system}` : browser;
}
