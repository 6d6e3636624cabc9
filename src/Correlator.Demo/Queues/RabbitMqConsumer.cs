using System.Globalization;
using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Correlator.Demo.Queues;

/// <summary>A channel of its own: when it closes, the broker delivers what it had not settled to others.</summary>
internal sealed class RabbitMqConsumer : IConsumer
{
    public const string SentAt = "x-sent-at";
    private const string DeliveryCount = "x-delivery-count";
    private readonly IChannel _channel;
    private readonly Channel<Delivery> _received = Channel.CreateUnbounded<Delivery>();

    private RabbitMqConsumer(IChannel channel) => _channel = channel;

    public static async Task<RabbitMqConsumer> StartAsync(IConnection connection, string queue, CancellationToken cancellationToken)
    {
        var consumer = new RabbitMqConsumer(await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        await consumer._channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 1, global: false, cancellationToken);
        var events = new AsyncEventingBasicConsumer(consumer._channel);
        events.ReceivedAsync += (_, received) => consumer._received.Writer.WriteAsync(Read(received)).AsTask();
        await consumer._channel.BasicConsumeAsync(queue, autoAck: false, events, cancellationToken);
        return consumer;
    }

    public async Task<Delivery> ReceiveAsync(CancellationToken cancellationToken) => await _received.Reader.ReadAsync(cancellationToken);

    public async Task CompleteAsync(Delivery delivery, CancellationToken cancellationToken) =>
        await _channel.BasicAckAsync(delivery.Tag, multiple: false, cancellationToken);

    public async Task AbandonAsync(Delivery delivery, CancellationToken cancellationToken) =>
        await _channel.BasicNackAsync(delivery.Tag, multiple: false, requeue: true, cancellationToken);

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private static Delivery Read(BasicDeliverEventArgs received)
    {
        // The body's memory is the client's again when this returns, so it is copied here.
        var headers = received.BasicProperties.Headers ?? new Dictionary<string, object?>();
        var texts = headers
            .Where(header => header.Value is byte[])
            .ToDictionary(header => header.Key, header => Encoding.UTF8.GetString((byte[])header.Value!));
        var sentAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(texts.GetValueOrDefault(SentAt, "0"), CultureInfo.InvariantCulture));
        var returns = headers.TryGetValue(DeliveryCount, out var count) ? Convert.ToInt32(count, CultureInfo.InvariantCulture) : 0;
        var body = Encoding.UTF8.GetString(received.Body.Span);
        return new Delivery(new Message(received.BasicProperties.MessageId ?? "", body, texts, sentAt), received.DeliveryTag, returns + 1);
    }
}
