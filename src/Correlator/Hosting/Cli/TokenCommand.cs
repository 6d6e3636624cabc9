using System.CommandLine;
using System.CommandLine.Parsing;
using Correlator.Storage.Access;

namespace Correlator.Hosting.Cli;

/// <summary><c>correlator token create|list|revoke</c>.</summary>
internal static class TokenCommand
{
    public static Command Create() =>
        new("token", "Make, list and revoke the tokens by which senders and readers are let in.") { CreateVerb(), ListVerb(), RevokeVerb() };

    private static Command CreateVerb()
    {
        var tenant = TenantOption.Create("Whose telemetry is sent or read with it");
        var scopes = new Option<TokenScopes>("--scope")
        {
            HelpName = "scopes",
            CustomParser = Scopes,
            Description = "What it allows: ingest (send telemetry), read, operate (read, and change what people work with), admin (all); "
                + "several separated by commas [default: ingest]",
        };
        var name = new Option<string>("--name") { Description = "What it is for, to know it by in the list", DefaultValueFactory = _ => "" };
        var expires = new Option<TokenLife>("--expires")
        {
            HelpName = "when",
            CustomParser = Life,
            Description = "When it ends: after a time (90d, 12h), or on a date (2027-01-31, midnight UTC); never unless given",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("create", "Make a token. It is shown this once: the database keeps a hash.") { tenant, scopes, name, expires, json };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            if (await TenantOption.FindAsync(services, parsed.GetRequiredValue(tenant), cancellationToken) is not { } owner)
            {
                return 1;
            }

            var until = parsed.GetValue(expires)?.Until(services.GetRequiredService<TimeProvider>().GetUtcNow());
            var text = TokenText.New();
            var hasher = await services.GetRequiredService<TokenHashKey>().GetAsync(cancellationToken);
            var allowed = parsed.GetResult(scopes) is null ? TokenScopes.Ingest : parsed.GetValue(scopes);
            var token = await services.GetRequiredService<TokenStore>().AddAsync(
                owner.TenantId,
                parsed.GetRequiredValue(name),
                allowed,
                TokenText.Prefix(text),
                hasher.Hash(text),
                hasher.KeyId,
                until,
                cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? TokenReport.Json(token, text) : TokenReport.Made(token, text));
            return 0;
        }));
        return command;
    }

    private static Command ListVerb()
    {
        var tenant = new Option<string>("--tenant") { Description = "Of this tenant alone" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("list", "List tokens by their first characters, with scope, end and last use (to the minute).") { tenant, json };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            int? owner = null;
            if (parsed.GetValue(tenant) is { } named)
            {
                owner = (await TenantOption.FindAsync(services, named, cancellationToken))?.TenantId;
                if (owner is null)
                {
                    return 1;
                }
            }

            var tokens = await services.GetRequiredService<TokenStore>().ListAsync(owner, cancellationToken);
            var hasher = await services.GetRequiredService<TokenHashKey>().GetAsync(cancellationToken);
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
            Console.WriteLine(parsed.GetValue(json) ? TokenReport.Json(tokens) : TokenReport.List(tokens, hasher.KeyId, now));
            return 0;
        }));
        return command;
    }

    private static Command RevokeVerb()
    {
        var which = new Argument<string>("token") { Description = "Its number, or its first characters, as the list has them" };
        var command = new Command("revoke", "End a token. Servers refuse it within seconds.") { which };
        command.SetAction((parsed, cancellationToken) => DatabaseVerb.RunAsync(async services =>
        {
            var revoked = await services.GetRequiredService<TokenStore>().RevokeAsync(parsed.GetRequiredValue(which), cancellationToken);
            foreach (var token in revoked)
            {
                Console.WriteLine(
                    $"Token {token.TokenId} ({token.Prefix}...) of tenant {token.Tenant} is revoked; "
                    + $"every server refuses it within {TokenDirectory.RefreshPeriod.TotalSeconds + 1:0} seconds.");
            }

            if (revoked.Count == 0)
            {
                var shown = Shortened(parsed.GetRequiredValue(which));
                await Console.Error.WriteLineAsync($"No token has the number or the first characters '{shown}'. See: correlator token list");
            }

            return revoked.Count == 0 ? 1 : 0;
        }));
        return command;
    }

    /// <summary>Who pastes a whole token does not have it repeated.</summary>
    private static string Shortened(string typed) => TokenText.IsOurs(typed) ? TokenText.Prefix(typed) + "..." : typed;

    private static TokenScopes Scopes(ArgumentResult typed)
    {
        var scopes = TokenScopes.None;
        if (typed.Tokens.All(token => string.IsNullOrWhiteSpace(token.Value)))
        {
            typed.AddError("--scope takes ingest, read, operate or admin.");
        }

        foreach (var name in typed.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (TokenScopesExtensions.Parse(name) is { } scope)
            {
                scopes |= scope;
            }
            else
            {
                typed.AddError($"'{name}' is no scope: ingest, read, operate and admin are.");
            }
        }

        return scopes;
    }

    private static TokenLife? Life(ArgumentResult typed)
    {
        if (TokenLife.TryParse(typed.Tokens.Single().Value, out var life))
        {
            return life;
        }

        typed.AddError($"'{typed.Tokens.Single().Value}' is neither a time such as 90d or 12h nor a date such as 2027-01-31.");
        return null;
    }
}
