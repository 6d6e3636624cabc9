'use strict';
// node exporters.js PROTOCOL: one span with a child, one log record in it, one counter; prints the trace id.
const { SpanKind } = require('@opentelemetry/api');
const protocol = process.argv[2];
const sdk = require('./telemetry').start(`node-${protocol}`, protocol);

sdk.tracer.startActiveSpan('checkout', { kind: SpanKind.SERVER, attributes: { 'correlation.id': process.argv[3] } }, (span) => {
  sdk.tracer.startActiveSpan('charge', (child) => {
    sdk.logger.emit({ severityNumber: 13, severityText: 'WARN', body: 'card is slow', attributes: { attempt: 2 } });
    sdk.meter.createCounter('checkouts').add(3, { outcome: 'ok' });
    child.end();
  });
  span.end();
  console.log(JSON.stringify({ traceId: span.spanContext().traceId }));
});
sdk.shutdown().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
