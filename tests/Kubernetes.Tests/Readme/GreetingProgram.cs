using Greetings;
using Microsoft.AspNetCore.Builder;
using Prometheus;

namespace VoiceAgent.Kubernetes.Tests.Readme;

/// <summary>The README's process, which has to compile; what it adds is run by the hosting tests.</summary>
internal static class GreetingProgram
{
    internal static void Run(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGreetings();
        var app = builder.Build();
        app.MapMetrics();
        app.MapHealthChecks("/healthz/live", new() { Predicate = check => check.Tags.Contains("live") });
        app.MapHealthChecks("/healthz/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.Run();
    }
}
