using Correlator.GraphQL.Language;
using Correlator.GraphQL.Types;

namespace Correlator.GraphQL.Validation.Rules;

/// <summary>A field of a merged selection, with the type it is selected on.</summary>
internal sealed record SelectedField(NamedType? Parent, FieldNode Node, FieldDefinition? Definition);
