namespace Correlator.GraphQL.Execution;

/// <summary>Why nothing was run.</summary>
public enum RequestFailure
{
    /// <summary>It was run.</summary>
    None,

    /// <summary>The request has neither a document nor a usable id of one.</summary>
    Request,

    /// <summary>The document cannot be read.</summary>
    Syntax,

    /// <summary>The document breaks a rule or is beyond a limit.</summary>
    Validation,

    /// <summary>The server has no document of that id.</summary>
    UnknownDocument,

    /// <summary>Only documents that the server has are run.</summary>
    DocumentNotAllowed,

    /// <summary>The operation is not named clearly.</summary>
    Operation,

    /// <summary>Operations of this kind do not go this way.</summary>
    OperationKind,

    /// <summary>A variable is not of its type.</summary>
    Variables,

    /// <summary>There are too many subscriptions.</summary>
    Overload,

    /// <summary>The stream of a subscription could not be opened, or broke off.</summary>
    Subscription,
}
