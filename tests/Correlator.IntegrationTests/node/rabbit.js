'use strict';
// node rabbit.js ROLE: 'publish' sends an order that can be billed and one that cannot; 'bill' acknowledges the first, returns the second once
// (nack with requeue) and then refuses it, so that it is dead-lettered; 'bury' takes it from the dead-letter queue.
const role = process.argv[2];
const { SpanKind } = require('@opentelemetry/api');
const { AmqplibInstrumentation } = require('@opentelemetry/instrumentation-amqplib');
const services = { publish: 'orders-api', bill: 'billing', bury: 'undertaker' };
const sdk = require('./telemetry').start(services[role], 'http/protobuf');
const instrumentation = new AmqplibInstrumentation({ useLinksForConsume: process.env.USE_LINKS === 'true' });
instrumentation.setTracerProvider(sdk.tracerProvider);
const amqp = require('amqplib');

async function open() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange('dead', 'fanout', { durable: false });
  await channel.assertQueue('orders.dead', { durable: false });
  await channel.bindQueue('orders.dead', 'dead', '');
  await channel.assertQueue('orders', { durable: false, deadLetterExchange: 'dead' });
  return { connection, channel };
}

const roles = {
  async publish(channel) {
    await sdk.tracer.startActiveSpan('POST /orders', { kind: SpanKind.SERVER }, async (span) => {
      for (const messageId of process.argv.slice(3)) {
        channel.sendToQueue('orders', Buffer.from(messageId), { messageId });
      }
      await channel.waitForConfirms();
      span.end();
      console.log(JSON.stringify({ traceId: span.spanContext().traceId }));
    });
  },
  bill: (channel) => new Promise((resolve, reject) => {
    let settled = 0;
    channel.consume('orders', (message) => {
      const poison = message.properties.messageId.startsWith('poison');
      if (!poison) {
        channel.ack(message);
      } else {
        channel.nack(message, false, !message.fields.redelivered);
      }
      if (!poison || message.fields.redelivered) {
        settled += 1;
      }
      if (settled === 2) {
        setImmediate(resolve);
      }
    }).catch(reject);
  }),
  bury: (channel) => new Promise((resolve, reject) => {
    channel.consume('orders.dead', (message) => {
      channel.ack(message);
      setImmediate(resolve);
    }).catch(reject);
  }),
};

(async () => {
  const { connection, channel } = await open();
  await roles[role](channel);
  await channel.close();
  await connection.close();
  await sdk.shutdown();
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
