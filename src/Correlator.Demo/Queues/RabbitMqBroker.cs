using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Correlator.Demo.Queues;

/// <summary>Quorum queues, which count deliveries, with a dead-letter exchange that leads to the dead-letter queue.</summary>
internal sealed class RabbitMqBroker : IBroker
{
    private readonly IConnection _connection;
    private readonly IChannel _publisher;

    private RabbitMqBroker(IConnection connection, IChannel publisher)
    {
        _connection = connection;
        _publisher = publisher;
    }

    public string System => "rabbitmq";

    public static async Task<RabbitMqBroker> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = address, ClientProvidedName = "correlator demo" }.CreateConnectionAsync(cancellationToken);
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        return new RabbitMqBroker(connection, await connection.CreateChannelAsync(confirmed, cancellationToken));
    }

    public async Task DeclareAsync(QueueDefinition queue, CancellationToken cancellationToken)
    {
        await DeclareAsync(queue.DeadLetterQueue, [], cancellationToken);

        // The limit counts returns: the first delivery is not one.
        await DeclareAsync(
            queue.Name,
            new() { ["x-delivery-limit"] = queue.MaxDeliveries - 1, ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = queue.DeadLetterQueue },
            cancellationToken);
    }

    public async Task PublishAsync(string queue, Message message, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties
        {
            MessageId = message.MessageId,
            Persistent = true,
            Headers = message.Headers.ToDictionary(header => header.Key, object? (header) => header.Value),
        };
        properties.Headers[RabbitMqConsumer.SentAt] = message.SentAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await _publisher.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes(message.Body), cancellationToken);
    }

    public async Task<IConsumer> SubscribeAsync(string queue, CancellationToken cancellationToken) =>
        await RabbitMqConsumer.StartAsync(_connection, queue, cancellationToken);

    public async Task<QueueState> StateAsync(string queue, CancellationToken cancellationToken) =>
        new((await _publisher.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount, OldestAge: null);

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private Task DeclareAsync(string name, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["x-queue-type"] = "quorum";
        return _publisher.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
    }
}
