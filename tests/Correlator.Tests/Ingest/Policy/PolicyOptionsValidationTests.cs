using Correlator.Ingest.Policy;

namespace Correlator.Tests.Ingest.Policy;

public sealed class PolicyOptionsValidationTests
{
    private static readonly PolicyOptionsValidation Validator = new();

    [Fact]
    public void Validate_Defaults_Pass() => Validator.Validate(null, new PolicyOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_BuiltInRules_WouldPass() => Validator.Validate(null, new PolicyOptions { Rules = [.. CredentialRules.All] }).Failures.ShouldBeNull();

    [Fact]
    public void Validate_SeveralBadValues_NamesEachKey()
    {
        var result = Validator.Validate(null, new PolicyOptions
        {
            HashKey = "short",
            MatchTimeout = TimeSpan.Zero,
            Rules =
            [
                new PolicyRule { Key = "a" },
                new PolicyRule { Name = "both", Key = "a", Value = "b" },
                new PolicyRule { Name = "keep", Action = PolicyAction.Keep, Value = "b", },
                new PolicyRule { Name = "broken", Value = "(", },
                new PolicyRule { Name = "empty", Value = "x*" },
                new PolicyRule { Name = "word", Value = "x", Contains = [""] },
                new PolicyRule { Name = "act", Key = "a", Action = (PolicyAction)99 },
            ],
        });

        string[] keys =
        [
            "HashKey",
            "MatchTimeout",
            "Rules:0:Name",
            "Rules:1:Key",
            "Rules:2:Action",
            "Rules:3:Value",
            "Rules:4:Value",
            "Rules:5:Contains",
            "Rules:6:Action",
        ];
        foreach (var key in keys)
        {
            result.Failures.ShouldNotBeNull().ShouldContain(failure => failure.StartsWith("Correlator:Ingest:Policy:" + key, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Validate_TooManyRules_NamesTheKey()
    {
        var rules = Enumerable.Range(0, 201).Select(number => new PolicyRule { Name = $"rule {number}", Key = "a" });

        var result = Validator.Validate(null, new PolicyOptions { Rules = [.. rules] });

        result.Failures.ShouldNotBeNull().ShouldHaveSingleItem().ShouldStartWith("Correlator:Ingest:Policy:Rules ");
    }

    [Fact]
    public void ReadOrMake_Twice_GivesTheSameKeyThatOnlyTheServersUserReads()
    {
        var folder = Directory.CreateTempSubdirectory("correlator-key-");
        try
        {
            var made = HashKey.ReadOrMake(folder.FullName);

            made.Length.ShouldBe(32);
            HashKey.ReadOrMake(folder.FullName).ShouldBe(made);
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(Path.Combine(folder.FullName, "policy-hash.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
