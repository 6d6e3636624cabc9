using Correlator.Telemetry;

namespace Correlator.Tests.Ingest.Fuzz;

/// <summary>Requests whose attributes mean something, so that what is drawn from them is exercised too.</summary>
internal static class RealRequests
{
    private const string Resource =
        """
        "resource":{"attributes":[
        {"key":"service.name","value":{"stringValue":"bill"}},
        {"key":"service.instance.id","value":{"stringValue":"bill-1"}},
        {"key":"cloud.provider","value":{"stringValue":"aws"}},
        {"key":"cloud.platform","value":{"stringValue":"aws_lambda"}},
        {"key":"faas.name","value":{"stringValue":"bill"}},
        {"key":"deployment.environment.name","value":{"stringValue":"prod"}}]}
        """;

    private const string Consumer = "{\"resourceSpans\":[{" + Resource +
        """
        ,"scopeSpans":[{"scope":{"name":"sqs","version":"1"},"spans":[{
        "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173","flags":769,
        "name":"orders process","kind":5,"startTimeUnixNano":"1767225600000000000","endTimeUnixNano":"1767225600500000000",
        "attributes":[
        {"key":"messaging.system","value":{"stringValue":"aws_sqs"}},
        {"key":"messaging.destination.name","value":{"stringValue":"orders"}},
        {"key":"messaging.operation.type","value":{"stringValue":"process"}},
        {"key":"messaging.message.id","value":{"stringValue":"m-1"}},
        {"key":"messaging.message.delivery_count","value":{"intValue":"3"}},
        {"key":"faas.coldstart","value":{"boolValue":true}},
        {"key":"faas.invocation_id","value":{"stringValue":"9c1f7a1e-7c4f-4a52-9f0d-2e9c30c3a1b7"}},
        {"key":"password","value":{"stringValue":"hunter2"}}],
        "links":[
        {"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175",
        "attributes":[{"key":"messaging.message.id","value":{"stringValue":"m-2"}}]},
        {"traceId":"5b8efff798038103d269b633813fc60e","spanId":"eee19b7ec3c1b176"}],
        "events":[{"timeUnixNano":"1767225600400000000","name":"exception","attributes":[
        {"key":"exception.type","value":{"stringValue":"TimeoutError"}},
        {"key":"exception.message","value":{"stringValue":"bank away after 3000 ms"}}]}],
        "status":{"code":2,"message":"bank away"}}]}]}]}
        """;

    private const string Publisher = "{\"resourceSpans\":[{" + Resource +
        """
        ,"scopeSpans":[{"spans":[{
        "traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175",
        "name":"orders send","kind":4,"startTimeUnixNano":"1767225590000000000","endTimeUnixNano":"1767225590100000000",
        "attributes":[
        {"key":"messaging.system","value":{"stringValue":"rabbitmq"}},
        {"key":"messaging.destination.name","value":{"stringValue":"orders"}},
        {"key":"messaging.operation.name","value":{"stringValue":"send"}},
        {"key":"correlation.id","value":{"stringValue":"ORD-1"}},
        {"key":"order.id","value":{"intValue":"17"}},
        {"key":"tags","value":{"arrayValue":{"values":[{"stringValue":"a"},{"doubleValue":1.5},
        {"kvlistValue":{"values":[{"key":"k","value":{"bytesValue":"AAEC"}}]}}]}}}]}]}]}]}
        """;

    private const string ReportLine =
        @"REPORT RequestId: 9c1f7a1e-7c4f-4a52-9f0d-2e9c30c3a1b7\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\t" +
        @"Memory Size: 128 MB\tMax Memory Used: 128 MB\tInit Duration: 250.50 ms\tStatus: timeout";

    private const string Report = "{\"resourceLogs\":[{" + Resource +
        $$"""
        ,"scopeLogs":[{"logRecords":[{"timeUnixNano":"1767225600000000000","observedTimeUnixNano":"1767225600000000001",
        "severityNumber":9,"severityText":"INFO","traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174",
        "eventName":"platform.report","body":{"stringValue":"{{ReportLine}}"} }]}]}]}
        """;

    private const string StructuredBody =
        """{\"correlationId\":\"ORD-1\",\"trace_id\":\"5b8efff798038103d269b633813fc60c\",""" +
        """\"authorization\":\"Bearer abcdef0123456789abcdef0123456789\",\"nested\":{\"a\":[1,2,null]}}""";

    private const string Structured = "{\"resourceLogs\":[{" + Resource +
        $$"""
        ,"scopeLogs":[{"logRecords":[
        {"timeUnixNano":"1767225600000000000","severityNumber":"SEVERITY_NUMBER_ERROR","body":{"stringValue":"{{StructuredBody}}"} },
        """ +
        """
        {"timeUnixNano":"1767225600000000001","body":{"kvlistValue":{"values":[{"key":"order_id","value":{"intValue":"17"}}]}},
        "attributes":[{"key":"log.level","value":{"stringValue":"warn"}}]}]}]}]}
        """;

    private const string Depths = "{\"resourceMetrics\":[{" + Resource +
        """
        ,"scopeMetrics":[{"metrics":[
        {"name":"amazonaws.com/AWS/SQS/ApproximateNumberOfMessagesVisible","unit":"1","gauge":{"dataPoints":[
        {"timeUnixNano":"1767225600000000000","asDouble":7,"attributes":[{"key":"QueueName","value":{"stringValue":"orders-dlq"}}]}]}},
        {"name":"requests","sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[
        {"startTimeUnixNano":"1767225500000000000","timeUnixNano":"1767225600000000000","asInt":"42","exemplars":[
        {"timeUnixNano":"1767225599000000000","asInt":"1","traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}
        ]}]}}]}]}]}
        """;

    private const string Distributions = "{\"resourceMetrics\":[{" + Resource +
        """
        ,"scopeMetrics":[{"metrics":[
        {"name":"duration","histogram":{"aggregationTemporality":1,"dataPoints":[
        {"timeUnixNano":"1767225600000000000","count":"6","sum":12.5,"min":1,"max":5,"bucketCounts":["1","2","3"],"explicitBounds":[1,2]}]}},
        {"name":"size","exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[
        {"timeUnixNano":"1767225600000000000","count":"4","sum":3,"scale":-1,"zeroCount":"1",
        "positive":{"offset":1,"bucketCounts":["1","2"]},"negative":{"offset":0,"bucketCounts":[]}}]}},
        {"name":"latency","summary":{"dataPoints":[
        {"timeUnixNano":"1767225600000000000","count":"2","sum":2,
        "quantileValues":[{"quantile":0.5,"value":1},{"quantile":0.99,"value":2}]}]}}]}]}]}
        """;

    public static string[] Json(Signal signal) => signal switch
    {
        Signal.Traces => [Consumer, Publisher],
        Signal.Logs => [Report, Structured],
        _ => [Depths, Distributions],
    };
}
