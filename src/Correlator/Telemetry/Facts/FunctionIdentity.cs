namespace Correlator.Telemetry.Facts;

/// <summary>What makes a function within a tenant. Version and instance hang below it and are not part of its identity.</summary>
internal readonly record struct FunctionIdentity(string Environment, string Service, string Name)
{
    public const string DefaultEnvironment = "default";

    /// <summary>Stands for all functions beyond the number that a tenant may have.</summary>
    public static FunctionIdentity Other { get; } = new(DefaultEnvironment, "(other)", "(other)");

    /// <summary>Nothing but its name was told.</summary>
    public bool IsNameOnly => Environment == DefaultEnvironment && Service == Name;

    /// <summary>What a function is that nothing but its name is known of: the same as if its telemetry had named nothing more.</summary>
    public static FunctionIdentity OfName(string name)
    {
        var bounded = IdentityText.Bound(name);
        return new FunctionIdentity(DefaultEnvironment, bounded, bounded);
    }
}
