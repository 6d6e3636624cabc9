using Correlator.Telemetry.Batches;
using Microsoft.Extensions.Options;

namespace Correlator.Ingest.Policy;

/// <summary>
/// Keeps out of a batch what must not be stored: the one place that every batch passes between reading and commit. Keys are decided once per batch;
/// distinct values are looked at by the rules where a quick search finds one of the rules' words. A batch that no rule concerns costs that search alone.
/// </summary>
internal sealed class AttributePolicy
{
    private readonly KeyRules? _keys;
    private readonly ValueRules _values;
    private readonly HashKey _hashKey;
    private readonly IngestMetrics _metrics;

    public AttributePolicy(IOptions<PolicyOptions> options, HashKey hashKey, IngestMetrics metrics)
    {
        var rules = options.Value.BuiltInRules ? [.. options.Value.Rules, .. CredentialRules.All] : options.Value.Rules;
        var keys = rules.Where(rule => !string.IsNullOrEmpty(rule.Key)).Select(KeyRule.Of).ToArray();
        _keys = keys.Length == 0 ? null : new KeyRules(keys);
        _values = new ValueRules(rules.Where(rule => !string.IsNullOrEmpty(rule.Value)).Select(rule => new ValueRule(rule, options.Value.MatchTimeout)));
        _hashKey = hashKey;
        _metrics = metrics;
        if (rules.Any(rule => rule.Action == PolicyAction.Hash))
        {
            // A key that cannot be read or made stops the start, not the first export.
            _ = hashKey.Bytes;
        }
    }

    public void Apply(TelemetryBatch batch)
    {
        var rules = Decide(batch);
        var run = new PolicyRun(batch, _hashKey);
        ApplyToAttributes(batch, rules, run);
        ApplyToBodies(batch, run);
        ApplyToNames(batch, run);
        if (run.Counts is { } applied)
        {
            batch.IsChanged = true;
            DroppedAttributes.Remove(batch, run.Dropped);
            foreach (var ((rule, action), count) in applied)
            {
                _metrics.PolicyApplied(batch.Signal, rule, action, count);
            }
        }
    }

    /// <summary>The rule of each of the batch's keys; null when none has one.</summary>
    private KeyRule?[]? Decide(TelemetryBatch batch)
    {
        KeyRule?[]? rules = null;
        for (var key = 0; key < batch.Keys.Count && _keys is not null; key++)
        {
            if (_keys.Find(batch.Utf8(batch.Keys[key].Text)) is { } rule)
            {
                (rules ??= new KeyRule?[batch.Keys.Count])[key] = rule;
            }
        }

        return rules;
    }

    private void ApplyToAttributes(TelemetryBatch batch, KeyRule?[]? rules, PolicyRun run)
    {
        for (var id = 0; id < batch.Attributes.Distinct.Count; id++)
        {
            var row = batch.Attributes.Distinct[id];
            run.Attribute = id;
            if (rules?[row.Key] is { } rule)
            {
                ApplyRule(batch, id, row, rule, run);
            }
            else if (row.IsText)
            {
                var replaced = ApplyToValue(batch, row, run, out var dropped);
                if (dropped)
                {
                    run.Drop(id);
                }
                else if (replaced != row)
                {
                    batch.Attributes.Distinct[id] = replaced;
                }
            }
        }

        run.Attribute = null;
    }

    private static void ApplyRule(TelemetryBatch batch, int id, in AttributeRow row, KeyRule rule, PolicyRun run)
    {
        if (rule.Action == PolicyAction.Keep)
        {
            return;
        }

        if (rule.Action == PolicyAction.Drop)
        {
            run.Drop(id);
        }
        else if (row.Kind is AttributeKind.Bool or AttributeKind.Empty || (row.Text.IsEmpty && row.Kind == AttributeKind.String))
        {
            // Whether there is a password is no password.
            return;
        }
        else
        {
            batch.Attributes.Distinct[id] = rule.Action == PolicyAction.Hash ? run.HashOf(row) : run.Redact(row);
        }

        run.Count(rule.Name, rule.Action);
    }

    private void ApplyToBodies(TelemetryBatch batch, PolicyRun run)
    {
        for (var index = 0; index < batch.Logs.Count; index++)
        {
            var body = batch.Logs[index].Body;
            if (!body.IsText)
            {
                continue;
            }

            // A body is never left out whole: what a rule would drop is redacted.
            var replaced = ApplyToValue(batch, body, run, out var dropped);
            if (dropped || replaced != body)
            {
                batch.Logs[index] = batch.Logs[index] with { Body = dropped ? run.Redact(body) : replaced };
            }
        }
    }

    private AttributeRow ApplyToValue(TelemetryBatch batch, in AttributeRow row, PolicyRun run, out bool dropped)
    {
        dropped = false;
        if (row.Text.IsEmpty)
        {
            return row;
        }

        var replaced = row;
        if (_keys is not null && row.Kind != AttributeKind.Bytes && JsonKeys.MayBeJson(batch.Utf8(row.Text)) && JsonMembers(batch, row.Text, run) is { } text)
        {
            replaced = row with { Text = batch.AddText(text) };
        }

        var value = batch.Utf8(replaced.Text);
        if (!_values.MayConcern(value) || _values.Apply(value, run, out var strongest) is not { } changed)
        {
            return replaced;
        }

        dropped = strongest == PolicyAction.Drop;
        replaced = run.Text(replaced, replaced.Kind, changed);

        // Json promises to be JSON; a rule that matched across its quotes has broken it.
        return replaced.Kind == AttributeKind.Json && !JsonKeys.IsJson(batch.Utf8(replaced.Text)) ? run.Redact(replaced) : replaced;
    }

    private byte[]? JsonMembers(TelemetryBatch batch, TextRange text, PolicyRun run) =>
        _keys is null ? null : JsonKeys.Apply(batch.Utf8(text), _keys, run);

    /// <summary>Names and messages that programs compose: <c>GET https://user:password@host</c> is a span's name, too.</summary>
    private void ApplyToNames(TelemetryBatch batch, PolicyRun run)
    {
        for (var index = 0; index < batch.Spans.Count; index++)
        {
            var span = batch.Spans[index];
            var (name, message) = (ApplyToName(batch, span.Name, run), ApplyToName(batch, span.StatusMessage, run));
            if (name != span.Name || message != span.StatusMessage)
            {
                batch.Spans[index] = span with { Name = name, StatusMessage = message };
            }
        }

        for (var index = 0; index < batch.Events.Count; index++)
        {
            var name = batch.Events[index].Name;
            if (ApplyToName(batch, name, run) is var replaced && replaced != name)
            {
                batch.Events[index] = batch.Events[index] with { Name = replaced };
            }
        }
    }

    private TextRange ApplyToName(TelemetryBatch batch, TextRange text, PolicyRun run) =>
        !text.IsEmpty && _values.MayConcern(batch.Utf8(text)) && _values.Apply(batch.Utf8(text), run, out _) is { } changed ? run.Text(changed) : text;
}
