'use strict';
// The SDK as a service sets it up by hand: one provider per signal, one exporter protocol for all three.
const { logs } = require('@opentelemetry/api-logs');
const { metrics } = require('@opentelemetry/api');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { BatchLogRecordProcessor, LoggerProvider } = require('@opentelemetry/sdk-logs');
const { MeterProvider, PeriodicExportingMetricReader } = require('@opentelemetry/sdk-metrics');
const { BatchSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');

const suffixes = { grpc: 'grpc', 'http/protobuf': 'proto', 'http/json': 'http' };

function exporter(kind, signal, protocol) {
  const name = { trace: 'OTLPTraceExporter', logs: 'OTLPLogExporter', metrics: 'OTLPMetricExporter' }[kind];
  const Exporter = require(`@opentelemetry/exporter-${kind}-otlp-${suffixes[protocol]}`)[name];
  const url = protocol === 'grpc' ? process.env.OTLP_GRPC : `${process.env.OTLP_HTTP}/v1/${signal}`;
  return new Exporter({ url });
}

/** Tells of each export that it ended, after how many milliseconds, and with which error if any; and changes nothing about it. */
function overheard(exporter, onExport) {
  if (onExport) {
    const send = exporter.export.bind(exporter);
    exporter.export = (items, done) => {
      const start = performance.now();
      send(items, (result) => {
        onExport(performance.now() - start, result.error);
        done(result);
      });
    };
  }
  return exporter;
}

/** Registers the providers of a service; `shutdown` sends what is left. */
exports.start = function start(serviceName, protocol = 'grpc', attributes = {}, { scheduledDelayMillis = 5000, onExport } = {}) {
  const resource = resourceFromAttributes({ 'service.name': serviceName, ...attributes });
  const spans = overheard(exporter('trace', 'traces', protocol), onExport);
  const tracerProvider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(spans, { scheduledDelayMillis })] });
  tracerProvider.register();
  const records = overheard(exporter('logs', 'logs', protocol), onExport);
  const loggerProvider = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: records, scheduledDelayMillis })] });
  logs.setGlobalLoggerProvider(loggerProvider);
  const meterProvider = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: exporter('metrics', 'metrics', protocol) })] });
  metrics.setGlobalMeterProvider(meterProvider);
  return {
    tracerProvider,
    meterProvider,
    tracer: tracerProvider.getTracer('end-to-end'),
    logger: loggerProvider.getLogger('end-to-end'),
    meter: meterProvider.getMeter('end-to-end'),
    shutdown: () => Promise.all([tracerProvider.shutdown(), loggerProvider.shutdown(), meterProvider.shutdown()]),
  };
};
