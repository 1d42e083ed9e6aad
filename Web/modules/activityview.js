// Every signature of this session: who signed what, and how long it took.

import { element, KeyedList, perFrame, setChildren, setText } from './dom.js';
import { clock, milliseconds, shortAddress } from './format.js';
import { fieldList } from './typeddata.js';

const statusNames = { signing: 'signing', sent: 'sent', done: 'accepted', refused: 'refused', declined: 'declined', unknown: 'unknown' };

/** @param {import('./activity.js').Activity} activity */
export function activityView(activity) {
  const figure = (title) => {
    const value = element('dd', { class: 'mono', text: '–' });
    return { node: element('div', {}, element('dt', { text: title }), value), value };
  };
  const figures = { wallet: figure('Signed by your wallet'), key: figure('Signed by the session key'), median: figure('Order: click to acknowledged, median') };
  figures.median.value.dataset.testid = 'median-milliseconds';
  const list = element('ol', { class: 'activity', 'aria-label': 'Signatures, newest first' });
  const none = element('p', { class: 'muted empty', text: 'Nothing has been signed yet. Everything that is will be listed here.' });
  const rows = new KeyedList(list, { key: ({ id }) => id, create: entryRow });
  const render = perFrame(() => {
    const entries = activity.store.get('entries');
    const { wallet, key } = activity.counts;
    setText(figures.wallet.value, String(wallet));
    setText(figures.key.value, String(key));
    const median = activity.medianMilliseconds;
    setText(figures.median.value, median === null ? '–' : milliseconds(median));
    none.hidden = entries.length > 0;
    rows.update(entries);
  });
  activity.store.watch(['entries'], render);
  return element('div', {}, element('dl', { class: 'values' }, ...Object.values(figures).map(({ node }) => node)), list, none);
}

function entryRow(first) {
  const isKey = first.signer === 'key';
  const [status, took, answer] = [element('span', { class: 'state' }), element('span', { class: 'mono muted took small' }), element('span', { class: 'muted answer' })];
  const details = element('details', { class: 'signed' }, element('summary', { text: 'What was signed' }));
  const node = element('li', { class: 'entry', data: { testid: 'activity-entry', signer: first.signer } },
    element('span', { class: 'mono muted small', text: clock(first.time) }),
    element('span', { class: `signer ${first.signer}`, text: isKey ? 'key' : 'wallet', title: first.by }),
    element('span', { class: 'entry-words', text: first.words }), status, took, answer, details);
  let shown = '';
  const update = (entry) => {
    setText(status, statusNames[entry.status]);
    status.dataset.status = entry.status;
    const parts = [
      entry.signingMilliseconds !== undefined && `${isKey ? 'signed in' : 'you took'} ${milliseconds(entry.signingMilliseconds)}`,
      entry.admissionMilliseconds !== undefined && `admitted in ${milliseconds(entry.admissionMilliseconds)}`,
      entry.admissionMilliseconds !== undefined && isKey && `click to answer ${milliseconds(entry.milliseconds)}`,
    ].filter(Boolean);
    setText(took, parts.join(' · '));
    setText(answer, entry.answer ?? '');
    if (entry.milliseconds !== undefined) node.dataset.milliseconds = entry.milliseconds.toFixed(2);
    node.dataset.status = entry.status;
    node.dataset.call = entry.call;
    details.hidden = !entry.digest;
    if (entry.digest && shown !== entry.digest) {
      shown = entry.digest;
      setChildren(details, details.firstChild,
        element('p', { class: 'small' }, element('strong', { class: 'mono', text: entry.primaryType }), ` by ${isKey ? 'session key' : 'wallet'} ${shortAddress(entry.by)}`),
        element('p', { class: 'small digest' }, element('span', { class: 'muted', text: 'Digest ' }), element('span', { class: 'mono', text: entry.digest })),
        fieldList(entry.fields ?? []));
    }
  };
  return { node, update };
}
