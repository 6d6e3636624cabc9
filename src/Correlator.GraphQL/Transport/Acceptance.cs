using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Correlator.GraphQL.Transport;

/// <summary>What the caller accepts: the format of one answer, and whether a stream of them is welcome.</summary>
internal readonly record struct Acceptance(AnswerFormat Format, bool Streams)
{
    private static readonly (AnswerFormat Format, string Type)[] Types =
    [
        (AnswerFormat.Html, "text/html"),
        (AnswerFormat.GraphQLResponse, "application/graphql-response+json"),
        (AnswerFormat.Json, "application/json"),
        (AnswerFormat.EventStream, "text/event-stream"),
    ];

    /// <summary>The best of what is accepted; null if nothing of it can be had. Without a header, and by wildcards, it is JSON.</summary>
    public static Acceptance? Of(HttpRequest request, bool hasPage)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return new Acceptance(AnswerFormat.Json, false);
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges))
        {
            return null;
        }

        var offers = Types
            .Where(type => hasPage || type.Format != AnswerFormat.Html)
            .Select(type => (type.Format, Weight: Weigh(ranges, type.Type)))
            .Where(offer => offer.Weight.Quality > 0 && (offer.Weight.IsNamed || offer.Format == AnswerFormat.Json))
            .OrderByDescending(offer => offer.Weight)
            .ToList();
        return offers.Count == 0 ? null : new Acceptance(offers[0].Format, offers.Exists(offer => offer.Format == AnswerFormat.EventStream));
    }

    /// <summary>The weight that the most specific range gives a type (RFC 9110, 12.5.1).</summary>
    private static (double Quality, bool IsNamed) Weigh(IEnumerable<MediaTypeHeaderValue> ranges, string type)
    {
        var (best, rank) = ((MediaTypeHeaderValue?)null, -1);
        foreach (var range in ranges)
        {
            var specificity = Specificity(range, type);
            if (specificity > rank)
            {
                (best, rank) = (range, specificity);
            }
        }

        return (best is null ? 0 : best.Quality ?? 1, rank == 2);
    }

    private static int Specificity(MediaTypeHeaderValue range, string type) => range switch
    {
        _ when range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) => 2,
        { MatchesAllTypes: true } => 0,
        { MatchesAllSubTypes: true } when type.StartsWith(range.Type.ToString() + "/", StringComparison.OrdinalIgnoreCase) => 1,
        _ => -1,
    };
}
