// The one approval: what the key may do, for how long, and what it can never do, in plain words before the wallet asks.

import { button, element, setChildren } from './dom.js';
import { errorLine, openDialog, whileBusy } from './dialog.js';
import { explain } from './errors.js';
import { bounded, dateTime } from './format.js';
import { deviceName } from './device.js';

const hour = 3_600_000;
const lifetimes = [['1 hour', hour], ['1 day', 24 * hour], ['7 days', 168 * hour], ['30 days', 720 * hour]];
const permissions = [['Trade', 'trade'], ['Reduce only', 'reduceOnly'], ['Cancel only', 'cancelOnly']];
const thousand = ['1,000', '1000.00000000'];
const tenThousand = ['10,000', '10000.00000000'];
const hundredThousand = ['100,000', '100000.00000000'];
const million = ['1,000,000', '1000000.00000000'];
const unlimited = ['No limit', ''];
const orderValues = [thousand, tenThousand, hundredThousand, unlimited];
const dailyValues = [tenThousand, hundredThousand, million, unlimited];
const deviations = [['1%', '0.01000000'], ['5%', '0.05000000'], ['10%', '0.10000000'], unlimited];

/** What is chosen at first: enough for a day's trading, and bounded. */
const usual = {
  permission: 'trade', lifetime: 24 * hour, maximumOrderValue: hundredThousand[1], maximumDailyValue: million[1],
  maximumPriceDeviation: '0.05000000',
};

const whatItMay = {
  trade: 'Place and cancel orders, and set leverage',
  reduceOnly: 'Make positions smaller, and cancel orders',
  cancelOnly: 'Cancel orders',
};

/**
 * Opens the dialog, and has the wallet approve.
 *
 * @param {object} options
 * @param {string[]} options.markets
 * @param {(terms: object) => Promise<any>} options.approve asks the wallet; what is chosen stays where it throws
 * @param {boolean} [options.isRenewal]
 * @param {object | null} [options.before] the details of the key before, whose limits are proposed again
 * @param {() => number} options.now the exchange's time
 * @param {import('./format.js').Format} options.format
 * @returns {Promise<boolean>} whether a key was approved
 */
export async function openApproval(options) {
  const chosen = { ...usual, markets: [], name: deviceName(), ...proposal(options.before ?? null) };
  const title = options.isRenewal ? 'Renew your session key' : 'Approve a session key';
  const content = (close) => [approvalForm(chosen, options, close)];
  return (await openDialog({ title, class: 'approval', content })) === true;
}

function approvalForm(chosen, { markets, approve, isRenewal = false, now, format }, close) {
  const problem = errorLine();
  const summary = element('div', { class: 'can-cannot' });
  const show = () => showSummary(summary, chosen, now(), format);
  const confirm = button('Approve in wallet', { kind: 'primary wide', type: 'submit', test: 'approve', autofocus: true });
  const submit = (event) => {
    event.preventDefault();
    whileBusy(confirm, 'Waiting for your wallet…', async () => {
      problem.show('');
      try {
        await approve(termsOf(chosen));
        close(true);
      } catch (error) {
        problem.show(`${explain(error)} What you chose here is kept.`);
      }
    });
  };
  const pick = (title, options, field) => choice(title, options, chosen[field], (value) => {
    chosen[field] = value;
    show();
  });
  show();
  return element('form', { class: 'approval-form', on: { submit } },
    element('p', { text: isRenewal
      ? 'A new key takes over; the old one is revoked once the new one works, and its orders stay.'
      : 'Your wallet signs once. From then on a key that cannot leave this browser signs your orders, with no prompts.' }),
    pick('It may', permissions, 'permission'),
    pick('For', lifetimes, 'lifetime'),
    marketChoice(markets, chosen, show),
    element('details', { class: 'limits', open: true }, element('summary', { text: 'Limits' }),
      pick('Most per order, USD', orderValues, 'maximumOrderValue'),
      pick('Most per day, USD', dailyValues, 'maximumDailyValue'),
      pick('Most off the index price', deviations, 'maximumPriceDeviation')),
    nameField(chosen), summary,
    element('div', { class: 'dialog-foot' }, problem.node, confirm,
      element('p', { class: 'muted small centered', text: 'Approving is free, and moves no money.' })));
}

/** Radio buttons that look like one switch. */
function choice(title, options, selected, onPick) {
  const name = `choice-${title.replace(/\W+/g, '-')}`;
  const segments = options.map(([text, value]) => {
    const change = () => onPick(value);
    const input = element('input', { type: 'radio', name, checked: value === selected, on: { change } });
    return element('label', { class: 'segment' }, input, element('span', { text }));
  });
  return element('fieldset', { class: 'choice' }, element('legend', { text: title }),
    element('div', { class: 'segments' }, ...segments));
}

function marketChoice(markets, chosen, show) {
  const boxes = markets.map((market) => {
    const change = ({ target }) => {
      const others = chosen.markets.filter((other) => other !== market);
      chosen.markets = target.checked ? [...others, market] : others;
      show();
    };
    const input = element('input', { type: 'checkbox', checked: chosen.markets.includes(market), on: { change } });
    return element('label', { class: 'segment' }, input, element('span', { text: market }));
  });
  return element('fieldset', { class: 'choice' }, element('legend', { text: 'In these markets (none chosen: all)' }),
    element('div', { class: 'segments wrap' }, ...boxes));
}

function nameField(chosen) {
  const input = ({ target }) => {
    chosen.name = target.value;
  };
  return element('label', { class: 'field' }, element('span', { text: 'Name of this device' }),
    element('input', { type: 'text', maxlength: 64, value: chosen.name, autocomplete: 'off', on: { input } }));
}

function showSummary(node, { permission, lifetime, markets, ...limits }, now, format) {
  const can = [
    whatItMay[permission],
    markets.length ? `Only in ${markets.join(', ')}` : 'In all markets',
    ...(permission === 'cancelOnly' ? [] : limitWords(limits, format)),
    `Until ${dateTime(now + lifetime)}, or until you revoke it`,
  ];
  const cannot = ['Withdraw or transfer', 'Deposit', 'Approve other keys', 'Leave this browser'];
  const list = (title, texts, name) => element('div', { class: name }, element('h3', { text: title }),
    element('ul', {}, ...texts.map((text) => element('li', { text }))));
  setChildren(node, list('This key can', can, 'can'), list('It can never', cannot, 'cannot'));
}

function limitWords({ maximumOrderValue, maximumDailyValue, maximumPriceDeviation }, format) {
  return [
    maximumOrderValue && `Orders of up to ${format.fixed(maximumOrderValue, 0)} USD`,
    maximumDailyValue && `Up to ${format.fixed(maximumDailyValue, 0)} USD a day`,
    maximumPriceDeviation && `No worse than ${format.percent(maximumPriceDeviation, 0)} off the index price`,
  ].filter(Boolean);
}

/** The terms as the authorisation takes them: what is not wanted is left out. */
function termsOf({ permission, markets, lifetime, name, ...limits }) {
  const bounds = permission === 'cancelOnly' ? [] : Object.entries(limits).filter(([, value]) => value !== '');
  const terms = { permission, lifetime, ...Object.fromEntries(bounds) };
  if (markets.length) terms.markets = markets;
  // The exchange refuses signs that turn text around, and would say so only after the wallet has signed.
  const label = bounded(name).trim();
  if (label) terms.name = label;
  return terms;
}

function proposal(before) {
  if (!before) return {};
  const { permission, markets, authorizedAt, expiresAt, name } = before;
  const { maximumOrderValue = '', maximumDailyValue = '', maximumPriceDeviation = '' } = before;
  const lived = expiresAt - authorizedAt;
  const lifetime = lifetimes.map(([, value]) => value).find((value) => value >= lived - 60_000) ?? usual.lifetime;
  const terms = { permission, markets, maximumOrderValue, maximumDailyValue, maximumPriceDeviation, lifetime };
  return name ? { ...terms, name } : terms;
}
