using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using Correlator.Demo;
using Correlator.Demo.Queues;
using Correlator.Ingest;
using Correlator.Ingest.Tls;
using Correlator.Storage;
using RabbitMQ.Client.Exceptions;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator demo</c>: an order system whose functions send real telemetry to a running server.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "Play every trouble once, wait until the journeys are joined, say where to look, and exit" };
        var rabbit = new Option<Uri>("--rabbitmq")
        {
            CustomParser = Address,
            Description = "Speak through this RabbitMQ (amqp://user:password@host:port) instead of an in-process broker",
        };
        var endpoint = new Option<Uri>("--endpoint")
        {
            CustomParser = Address,
            Description = "Where OTLP/gRPC is taken; the server's own endpoint unless given",
        };
        var command = new Command("demo", "Run an order system of seven functions on the OpenTelemetry SDK, with troubles worth looking at.")
        {
            once,
            rabbit,
            endpoint,
        };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            var address = parsed.GetValue(endpoint) ?? Own(services.GetRequiredService<IConfiguration>());
            try
            {
                return await AnswersAsync(address, cancellationToken)
                    ? await RunAsync(services, address, parsed.GetValue(rabbit), parsed.GetValue(once), cancellationToken)
                    : await FailAsync($"Nobody takes OTLP at {address}: start the server with ./run --no-demo, or name another one with --endpoint.");
            }
            catch (Exception exception) when (exception is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException)
            {
                return await FailAsync($"The RabbitMQ of --rabbitmq does not answer: {exception.GetBaseException().Message.TrimEnd('.')}.");
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C is how the demo without --once ends.
                return parsed.GetValue(once) ? 1 : 0;
            }
        }));
        return command;
    }

    private static Uri? Address(ArgumentResult typed)
    {
        if (Uri.TryCreate(typed.Tokens.Single().Value, UriKind.Absolute, out var address))
        {
            return address;
        }

        typed.AddError($"{typed.Tokens.Single().Value} is not an address such as http://127.0.0.1:4317 or amqp://guest:guest@127.0.0.1:5672.");
        return null;
    }

    private static Uri Own(IConfiguration configuration)
    {
        var scheme = (configuration.GetSection(TlsOptions.Section).Get<TlsOptions>() ?? new TlsOptions()).Of(Door.Grpc) is null ? "http" : "https";
        return new Uri($"{scheme}://{configuration[$"{IngestOptions.Section}:GrpcEndpoint"] ?? new IngestOptions().GrpcEndpoint}");
    }

    private static async Task<int> RunAsync(IServiceProvider services, Uri endpoint, Uri? rabbit, bool isOnce, CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        IBroker broker = rabbit is null ? new InProcessBroker(clock) : await RabbitMqBroker.ConnectAsync(rabbit, cancellationToken);
        await using var shop = await OrderSystem.StartAsync(broker, endpoint, clock, cancellationToken);
        var scenario = new Scenario(shop, clock);
        var between = rabbit is null ? "an in-process broker" : $"RabbitMQ at {rabbit.Host}:{rabbit.Port}";
        Console.WriteLine($"{shop.FunctionCount} functions send telemetry to {endpoint}, and speak through {between}.");
        var playing = isOnce ? PlayOnceAsync(services, scenario, cancellationToken) : PlayAsync(scenario, clock, cancellationToken);
        await await Task.WhenAny(playing, shop.Running);
        return await playing;
    }

    private static async Task<int> PlayAsync(Scenario scenario, TimeProvider clock, CancellationToken cancellationToken)
    {
        Console.WriteLine("Orders come in without end, with a trouble now and then. Ctrl-C ends it.");
        await scenario.PlayAsync(
            (trouble, order) => Console.WriteLine($"{clock.GetUtcNow():HH:mm:ss}  {trouble.Name,-30} ./correlator journey {order.OrderId}"),
            cancellationToken);
        return 0;
    }

    private static async Task<int> PlayOnceAsync(IServiceProvider services, Scenario scenario, CancellationToken cancellationToken)
    {
        // Journeys are looked for in the database: when it is another one or away, that is better told before the play than after it.
        await services.GetRequiredService<DoctorStore>().VersionAsync(cancellationToken);
        var sent = await scenario.PlayOnceAsync(cancellationToken);
        Console.WriteLine($"{sent.Count} orders are sent; waiting until their journeys are joined ...");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var missing = await new JoinedOrders(services, sent).WaitAsync(patience.Token);
        cancellationToken.ThrowIfCancellationRequested();
        if (missing.Count > 0)
        {
            return await FailAsync(
                $"After {Patience.TotalSeconds:0} s the journeys of {missing.Count} orders are not joined, {missing[0].OrderId} among them: "
                + "./correlator doctor tells what is wrong.");
        }

        Console.WriteLine("All are joined. Where to look:");
        foreach (var order in sent.DistinctBy(order => order.WhatToSee))
        {
            Console.WriteLine($"  ./correlator journey {order.OrderId,-20} {order.WhatToSee}");
        }

        return 0;
    }

    private static async Task<bool> AnswersAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<int> FailAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }
}
