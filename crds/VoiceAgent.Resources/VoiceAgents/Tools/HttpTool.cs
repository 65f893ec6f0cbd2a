using VoiceAgent.Resources.Constraints;
using VoiceAgent.Resources.References;

namespace VoiceAgent.Resources.VoiceAgents.Tools;

/// <summary>An HTTP request. Private and link-local addresses are refused when it is made.</summary>
public sealed record HttpTool
{
    /// <summary>The address; <c>{name}</c> stands for an argument.</summary>
    [Length(9, 2048), Pattern(Patterns.SecureWebAddress)]
    public required string Url { get; init; }

    /// <summary>The method. Arguments go into the query for Get and Delete, else into a JSON body.</summary>
    public HttpVerb Method { get; init; } = HttpVerb.Post;

    /// <summary>Headers whose values are no secret.</summary>
    [Length(0, 16), Each(0, 1024)]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Headers whose values come from Secrets.</summary>
    [Length(0, 16), ListMap("name")]
    public IReadOnlyList<HeaderFrom> HeadersFrom { get; init; } = [];
}

/// <summary>An HTTP method.</summary>
public enum HttpVerb
{
    /// <summary>GET.</summary>
    Get,

    /// <summary>POST.</summary>
    Post,

    /// <summary>PUT.</summary>
    Put,

    /// <summary>PATCH.</summary>
    Patch,

    /// <summary>DELETE.</summary>
    Delete,
}

/// <summary>A header whose value comes from a Secret.</summary>
public sealed record HeaderFrom
{
    /// <summary>The name of the header.</summary>
    [Length(1, 128), Pattern(Patterns.HeaderName)]
    public required string Name { get; init; }

    /// <summary>The Secret that holds its value.</summary>
    public required SecretKeyRef SecretKeyRef { get; init; }
}
