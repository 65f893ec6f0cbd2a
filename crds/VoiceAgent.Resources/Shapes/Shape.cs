using VoiceAgent.Resources.Constraints;

namespace VoiceAgent.Resources.Shapes;

/// <summary>
/// What a value of a resource may be, read once from the C# type and its attributes. The reader checks by it and the
/// manifests are written from it.
/// </summary>
public abstract record Shape;

/// <summary>Text.</summary>
/// <param name="MinimumLength">Characters (code points) at least.</param>
/// <param name="MaximumLength">Characters (code points) at most.</param>
/// <param name="Pattern">Regular expression of <see cref="Patterns"/>, or null.</param>
public sealed record TextShape(int MinimumLength, int MaximumLength, string? Pattern) : Shape;

/// <summary>A point in time (RFC 3339).</summary>
public sealed record TimeShape : Shape;

/// <summary>One of a closed set of words.</summary>
/// <param name="EnumType">The C# enumeration.</param>
/// <param name="Words">Its members as YAML spells them.</param>
public sealed record ChoiceShape(Type EnumType, IReadOnlyList<string> Words) : Shape;

/// <summary>A whole number.</summary>
/// <param name="Minimum">The least value.</param>
/// <param name="Maximum">The greatest value.</param>
/// <param name="Bits">32 or 64.</param>
public sealed record NumberShape(long Minimum, long Maximum, int Bits) : Shape;

/// <summary>True or false; only Kubernetes' own metadata has such fields.</summary>
public sealed record FlagShape : Shape;

/// <summary>Any JSON object, such as a JSON schema.</summary>
public sealed record FreeShape : Shape;

/// <summary>A list.</summary>
/// <param name="Item">Every item.</param>
/// <param name="ItemType">The C# type of an item.</param>
/// <param name="MinimumItems">Items at least.</param>
/// <param name="MaximumItems">Items at most.</param>
/// <param name="Kind">How items are told apart.</param>
/// <param name="Keys">The JSON names of the key fields of a list map.</param>
public sealed record ListShape(Shape Item, Type ItemType, int MinimumItems, int MaximumItems, ListKind Kind, IReadOnlyList<string> Keys)
    : Shape;

/// <summary>How the items of a list are told apart.</summary>
public enum ListKind
{
    /// <summary>By position; one owner.</summary>
    Atomic,

    /// <summary>By value.</summary>
    Set,

    /// <summary>By key fields.</summary>
    Map,
}

/// <summary>Names with texts.</summary>
/// <param name="Value">Every value.</param>
/// <param name="MaximumEntries">Entries at most.</param>
public sealed record MapShape(TextShape Value, int MaximumEntries) : Shape;
