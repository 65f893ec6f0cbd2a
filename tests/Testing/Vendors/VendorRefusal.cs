using System.Text.Json.Nodes;

namespace VoiceAgent.Testing.Vendors;

/// <summary>The stand-in refuses, as the vendor would.</summary>
public sealed class VendorRefusal(int status, JsonObject body, string complaint) : Exception(complaint)
{
    public int Status => status;

    public JsonObject Body => body;

    public int? RetryAfter { get; set; }

    /// <summary>Headers beside the body.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>A fault of the script: nobody is to blame for it.</summary>
    public bool Scripted { get; set; }
}
