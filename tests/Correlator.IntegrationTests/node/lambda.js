'use strict';
// node lambda.js MESSAGE_ID: what the Lambda runtime does with a handler file, here for one SQS event whose message carries its sender's context.
// Sender and function are two services, so the sender's span goes through a provider of its own.
const messageId = process.argv[2];
process.env.AWS_LAMBDA_FUNCTION_NAME = 'ship-order';
process.env.LAMBDA_TASK_ROOT = __dirname;
process.env._HANDLER = 'handler.handle';
const { SpanKind, context, propagation, trace } = require('@opentelemetry/api');
const { AwsLambdaInstrumentation } = require('@opentelemetry/instrumentation-aws-lambda');
const telemetry = require('./telemetry');
const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:shipments';

const shop = telemetry.start('shop');
const sent = shop.tracer.startSpan('shipments send', {
  kind: SpanKind.PRODUCER,
  attributes: {
    'messaging.system': 'aws_sqs',
    'messaging.operation.type': 'send',
    'messaging.operation.name': 'send',
    'messaging.destination.name': 'shipments',
    'messaging.message.id': messageId,
  },
});
const carrier = {};
propagation.inject(trace.setSpan(context.active(), sent), carrier);
sent.end();

(async () => {
  await shop.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
  const sdk = telemetry.start('ship-order', 'http/json', { 'faas.name': 'ship-order', 'cloud.provider': 'aws', 'cloud.platform': 'aws_lambda', 'cloud.region': 'eu-west-1' });
  const instrumentation = new AwsLambdaInstrumentation({ useGlobalPropagatorForSqsExtraction: true });
  instrumentation.setTracerProvider(sdk.tracerProvider);
  instrumentation.setMeterProvider(sdk.meterProvider);
  const { handle } = require(`${__dirname}/handler.js`);
  const event = {
    Records: [{
      messageId,
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: 'eu-west-1',
      body: '{}',
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: Object.fromEntries(Object.entries(carrier).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' }])),
    }],
  };
  const invocation = { functionName: 'ship-order', awsRequestId: `request-${messageId}`, invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:ship-order' };
  const result = await handle(event, invocation);
  await sdk.shutdown();
  console.log(JSON.stringify({ traceId: sent.spanContext().traceId, functionTraceId: result.traceId }));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
