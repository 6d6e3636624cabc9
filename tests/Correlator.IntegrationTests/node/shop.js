'use strict';
// node shop.js NAME: a shop that takes orders, and its worker, who attempts every other one twice, until standard input ends. Each exports by gRPC, several times a
// second. Prints a line of JSON for each trace made and for each export that ended: {"trace":..., "spans":[...], "logs":...}, {"exported": milliseconds}, {"failed":...}.
const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const { start } = require('./telemetry');

const name = process.argv[2];
const say = (line) => console.log(JSON.stringify(line));
const options = { scheduledDelayMillis: 200, onExport: (exported, error) => say(error ? { failed: `after ${exported} ms: ${error}` } : { exported }) };
const shop = start('shop', 'grpc', { 'service.instance.id': `shop-${name}` }, options);
const worker = start('worker', 'grpc', { 'service.instance.id': `worker-${name}` }, options);
const message = (id, operation) => ({ 'messaging.system': 'rabbitmq', 'messaging.destination.name': 'orders', 'messaging.operation.type': operation, 'messaging.message.id': id });

function made(spans, logs) {
  spans.forEach((span) => span.end());
  say({ trace: spans[0].spanContext().traceId, spans: spans.map((span) => span.spanContext().spanId), logs });
}

function take(number) {
  const order = shop.tracer.startSpan('POST /orders', { kind: SpanKind.SERVER, attributes: { 'correlation.id': `${name}-${number}` } }, ROOT_CONTEXT);
  const within = trace.setSpan(ROOT_CONTEXT, order);
  const send = shop.tracer.startSpan('orders send', { kind: SpanKind.PRODUCER, attributes: message(`${name}-${number}`, 'send') }, within);
  shop.logger.emit({ severityNumber: 9, body: `order ${number} taken`, context: within });
  made([order, send], 1);
  return send.spanContext();
}

function attempt(number, sent, isLast) {
  const span = worker.tracer.startSpan('orders process', { kind: SpanKind.CONSUMER, attributes: message(`${name}-${number}`, 'process'), links: [{ context: sent }] }, ROOT_CONTEXT);
  if (!isLast) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'the bank does not answer' });
  }
  made([span], 0);
}

let number = 0;
let again = () => {};
let last = 0;
const orders = setInterval(() => {
  // Spans start at whole milliseconds, and the attempts of a message are told apart by when they start.
  if (Date.now() === last) {
    return;
  }
  again();
  number += 1;
  const [order, sent, isRetried] = [number, take(number), number % 2 === 0];
  attempt(order, sent, !isRetried);
  again = isRetried ? () => attempt(order, sent, true) : () => {};
  last = Date.now();
}, 50);

process.stdin.on('end', () => {
  clearInterval(orders);
  again();
  Promise.all([shop.shutdown(), worker.shutdown()]).catch((error) => say({ failed: String(error) })).finally(() => process.exit());
}).resume();
