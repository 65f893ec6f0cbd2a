namespace VoiceAgent.Providers.Wire;

/// <summary>How a vendor wants to be shown its key.</summary>
/// <param name="Header">The header that carries it; never a part of the address.</param>
/// <param name="Prefix">What stands before it.</param>
/// <param name="Required">Whether the vendor can do without.</param>
internal sealed record VendorKey(string Header, string Prefix = "", bool Required = true)
{
    public static readonly VendorKey Bearer = new("Authorization", "Bearer ");

    /// <summary>Endpoints in one's own network often ask for none.</summary>
    public static readonly VendorKey OptionalBearer = new("Authorization", "Bearer ", Required: false);
}
