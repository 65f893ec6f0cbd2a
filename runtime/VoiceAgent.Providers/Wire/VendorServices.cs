using Microsoft.Extensions.Logging;

namespace VoiceAgent.Providers.Wire;

/// <summary>What the host gives to every provider.</summary>
internal sealed record VendorServices(VendorOptions Options, TimeProvider Time, ILoggerFactory Loggers);
