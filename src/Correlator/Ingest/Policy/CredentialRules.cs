namespace Correlator.Ingest.Policy;

/// <summary>The rules that come with the server: what looks like a credential is redacted.</summary>
internal static class CredentialRules
{
    /// <summary>Keys whose value is a credential, whatever it looks like; in lower case, without <c>-</c> and <c>_</c>.</summary>
    private static readonly (string Name, string[] Keys)[] ByKey =
    [
        ("authorization", ["*authorization"]),
        ("cookie", ["*cookie", "*cookies"]),
        ("password", ["*password", "*passwd", "*passphrase", "pwd", "*.pwd"]),
        ("api-key", ["*apikey", "*functionskey", "*subscriptionkey"]),
        ("secret", ["*secret", "*secretkey", "*secretaccesskey", "*accountkey", "*sharedaccesskey", "*sharedaccesssignature"]),
        ("token",
        [
            "token", "*.token", "*accesstoken", "*refreshtoken", "*idtoken", "*authtoken", "*sessiontoken", "*securitytoken", "*bearertoken",
            "*csrftoken", "*xsrftoken",
        ]),
        ("private-key", ["*privatekey", "*signingkey", "*encryptionkey"]),
        ("credentials", ["credentials", "*.credentials"]),
    ];

    private static readonly (string Name, string Value, string[] Contains)[] ByValue =
    [
        // A token has 20 characters or more, or a digit: "bearer authentication failed" has neither.
        ("bearer-token", @"(?i)\bbearer\s+(?<secret>[a-z0-9._~+/-]{20,}=*|[a-z._~+/-]{0,19}[0-9][a-z0-9._~+/-]{5,}=*)", ["bearer "]),
        ("basic-credentials", @"(?i)\bbasic\s+(?<secret>[a-z0-9+/]{6,}={1,2}|[a-z+/]{0,40}[0-9][a-z0-9+/]{10,})", ["basic "]),
        ("aws-access-key", @"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b", ["akia", "asia", "abia", "acca"]),
        ("aws-signature", @"(?i)\b(?:x-amz-)?signature=(?<secret>[0-9a-f]{64})\b", ["signature="]),
        ("shared-access-signature", @"(?i)[?&;]sig=(?<secret>[^&\s""'<>]{20,})", ["?sig=", "&sig=", ";sig="]),
        ("json-web-token", @"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}", ["eyj"]),
        ("private-key", @"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?<secret>[^""]*?)(?:-----END|""|\z)", ["private key"]),
        ("password-in-url", @"://[^/\s:@""?#]*:(?<secret>[^/\s""]+)@", ["@"]),
        ("vendor-token",
            @"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeprs]-[A-Za-z0-9-]{10,}"
            + @"|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|cor_[A-Za-z0-9]{40}|AIza[A-Za-z0-9_-]{35}|npm_[A-Za-z0-9]{36}"
            + @"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|sk-(?:ant|proj)-[A-Za-z0-9_-]{20,})",
            [
                "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "sk_live_", "sk_test_", "rk_live_", "rk_test_", "cor_",
                "aiza", "npm_", "sg.", "sk-ant-", "sk-proj-",
            ]),
        ("cookie", @"(?i)\b(?:set-)?cookie:\s*(?<secret>[^\r\n""]+)", ["cookie:"]),

        // NAME=value, NAME: 'value', and NAME: value where the value has a digit or a sign, so that "password: must be changed" stays.
        ("assigned-secret",
            @"(?i)(?:password|passwd|passphrase|;\s*pwd|secret|secret[_-]?(?:access[_-]?)?key|api[_-]?key"
            + @"|(?:access|refresh|id|auth|session_?|security)[_-]?token|account[_-]?key|shared[_-]?access[_-]?key)"
            + @"(?:(?:\\?[""'])?\s*[=:]\s*\\?[""'](?<secret>[^""'\\]+)"
            + @"|\s*=\s*(?<secret>[^\s""'&,;<>\\(){}\[\]]{3,})"
            + @"|\s*:\s*(?<secret>[^\s""'&,;<>\\(){}\[\]]{3,}[0-9!$%^*#][^\s""'&,;<>\\(){}\[\]]*"
            + @"|[^\s""'&,;<>\\(){}\[\]]*[0-9!$%^*#][^\s""'&,;<>\\(){}\[\]]{2,}))",
            [
                "password", "passwd", "passphrase", "pwd", "secret", "api_key", "api-key", "apikey", "_token", "-token", "accesstoken", "refreshtoken",
                "idtoken", "authtoken", "sessiontoken", "securitytoken", "account_key", "account-key", "accountkey",
                "access_key", "access-key", "accesskey",
            ]),
    ];

    public static IReadOnlyList<PolicyRule> All { get; } =
    [
        .. ByKey.SelectMany(rule => rule.Keys.Select(key => new PolicyRule { Name = $"key:{rule.Name}", Key = key })),
        .. ByValue.Select(rule => new PolicyRule { Name = $"value:{rule.Name}", Value = rule.Value, Contains = rule.Contains }),
    ];
}
