// The open orders: cancel one, all, or all of this browser's key.

import { button, element, perFrame } from './dom.js';
import { buttonCell, makeTable, numberColumn } from './table.js';
import { clock, shortAddress, trend } from './format.js';
import { orderStatusName, orderTypeName, sideName, sideTone } from './words.js';

/**
 * @param {import('./positions.js').Context} context
 * @param {(count: number) => void} count
 */
export function ordersView(context, count) {
  const { account, actions, session } = context;
  const table = makeTable({
    caption: 'Open orders', key: (order) => order.orderId, empty: 'No open orders.', rowTest: 'order-row',
    columns: orderColumns(context),
  });
  const cancelOwn = (event) => actions.cancel({ orderDelegatedKey: session.store.get('key').address }, event.timeStamp);
  const all = button('Cancel all', { kind: 'small', test: 'cancel-all', run: (event) => actions.cancel({}, event.timeStamp) });
  const own = button('Cancel all by this key', { kind: 'small', test: 'cancel-all-by-key', run: cancelOwn });
  const toolbar = element('div', { class: 'toolbar' }, all, own);
  const render = perFrame(() => {
    const orders = [...account.store.get('orders').values()].sort((one, other) => other.time - one.time);
    table.update(orders);
    count(orders.length);
    toolbar.hidden = orders.length === 0;
    own.hidden = !session.store.get('key');
  });
  account.store.watch(['orders'], render);
  session.store.watch(['key'], render);
  return element('div', {}, toolbar, table.node);
}

function orderColumns({ market, session, format, actions }) {
  const price = (order, value) => format.price(value, market.details(order.market));
  const trigger = (order) =>
    trend(order.triggerPrice) ? `${order.triggerType} ${price(order, order.triggerPrice)}` : '–';
  const signer = ({ delegatedKey }) => {
    if (!delegatedKey) return 'wallet';
    return delegatedKey === session.store.get('key')?.address ? 'this key' : shortAddress(delegatedKey);
  };
  const cancel = buttonCell({
    text: 'Cancel', test: (order) => `cancel-${order.orderId}`,
    label: (order) => `Cancel order: ${order.side} ${format.shortest(order.originalQuantity)} ${order.market}`,
    run: (order, event) => actions.cancel({ orderIds: [order.orderId] }, event.timeStamp),
  });
  return [
    { title: 'Time', text: (order) => clock(order.time) },
    { title: 'Market', text: (order) => order.market },
    { title: 'Side', text: sideName, tone: sideTone },
    { title: 'Type', text: (order) => orderTypeName(order.type) + (order.reduceOnly ? ', reduce only' : '') },
    numberColumn('Size', (order) => format.shortest(order.originalQuantity)),
    numberColumn('Filled', (order) => format.shortest(order.executedQuantity)),
    numberColumn('Price', (order) => (order.price ? price(order, order.price) : 'market')),
    numberColumn('Trigger', trigger),
    { title: 'Status', text: (order) => orderStatusName(order.status) },
    { title: 'Signed by', text: signer },
    { title: '', make: cancel },
  ];
}
