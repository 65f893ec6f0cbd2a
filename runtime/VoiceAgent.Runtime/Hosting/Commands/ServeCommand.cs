using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using VoiceAgent.Runtime.Tenancy;

namespace VoiceAgent.Runtime.Hosting.Commands;

/// <summary><c>serve</c>: prepares, serves until told to stop, drains.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync()
    {
        await using var app = RuntimeHost.Build();
        var preparation = app.Services.GetRequiredService<Preparation>();
        await preparation.RunAsync(CancellationToken.None);
        await app.Services.GetRequiredService<TenantWall>().CheckAsync(CancellationToken.None);
        try
        {
            await app.StartAsync();
            Announce(app.Services, await app.Services.GetRequiredService<FirstPeople>().EnsureAsync(app.Lifetime.ApplicationStopping));
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartRefusedException($"{exception.Message} Set PORT or VOICEAGENT_INTERNAL_PORT to another one.");
        }
    }

    private static void Announce(IServiceProvider services, IReadOnlyList<(string Email, string Password)> people)
    {
        var (outside, inside) = services.GetRequiredService<IServer>().Addresses();
        var key = services.GetRequiredService<DevelopmentKey>();
        var (secret, isNew) = (key.Secret, key.IsNew);

        // On a terminal the key is shown to whoever started the process; a log that is collected sees it once, when it is made.
        var shown = isNew || !Console.IsOutputRedirected ? secret : $"as at the first start ({key.File})";
        Console.WriteLine($"""

            VoiceAgent serves {outside} (health and metrics: {inside}healthz/ready, {inside}metrics)
            Key: {shown}
            It opens everything until the first person logs in. Send it as "Authorization: Bearer KEY"; it is kept in {key.File}.

            """);
        foreach (var (email, password) in people)
        {
            Console.WriteLine($"Log in as {email} with the password {password}.");
        }
    }
}
