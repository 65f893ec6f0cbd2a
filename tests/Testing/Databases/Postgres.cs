using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace VoiceAgent.Testing.Databases;

/// <summary>
/// A PostgreSQL of its own for a test run, from Debian's package, in a folder that is removed afterwards; or the one that TEST_POSTGRES
/// names (a superuser's connection string). One server for the process; every test class takes a database of its own from it.
/// </summary>
public sealed class Postgres
{
    private const string ServiceRole = "voiceagent_service";
    private const string OwnerRole = "voiceagent_owner";
    private const string Password = "throw-away";

    private static readonly Lazy<Task<Postgres?>> Shared = new(StartAsync);

    private readonly string _admin;

    private Postgres(string admin) => _admin = admin;

    /// <summary>The process's server. Skips the test where there is none.</summary>
    public static async Task<Postgres> GetAsync()
    {
        var server = await Shared.Value;
        Skip.If(server is null, "No PostgreSQL here: apt-get install postgresql, or set TEST_POSTGRES.");
        return server!;
    }

    /// <summary>An empty database, and two roles: one that owns its schema, one that only works in it.</summary>
    public async Task<(string Service, string Owner)> CreateDatabaseAsync()
    {
        var name = $"t_{Guid.NewGuid():N}";
        await RunAsync(_admin, $"CREATE DATABASE {name} OWNER {OwnerRole}");
        return (For(name, ServiceRole), For(name, OwnerRole));
    }

    /// <summary>The same database as somebody whom no policy stops, for looking behind the walls.</summary>
    public string AsAdministrator(string connectionString) =>
        new NpgsqlConnectionStringBuilder(_admin) { Database = new NpgsqlConnectionStringBuilder(connectionString).Database }.ToString();

    public static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private string For(string database, string role) =>
        new NpgsqlConnectionStringBuilder(_admin) { Database = database, Username = role, Password = Password, MaxPoolSize = 20 }.ToString();

    private static async Task<Postgres?> StartAsync()
    {
        var admin = Environment.GetEnvironmentVariable("TEST_POSTGRES") ?? await LaunchAsync();
        if (admin is null)
        {
            return null;
        }

        foreach (var role in new[] { ServiceRole, OwnerRole })
        {
            if (await RunAsync(admin, $"SELECT 1 FROM pg_roles WHERE rolname = '{role}'") is null)
            {
                await RunAsync(admin, $"CREATE ROLE {role} LOGIN PASSWORD '{Password}' NOSUPERUSER NOBYPASSRLS");
            }
        }

        return new Postgres(admin);
    }

    private static async Task<string?> LaunchAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            : null;
        if (programs is null)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("voiceagent-postgres-").FullName;
        if (Environment.UserName == "root")
        {
            // PostgreSQL refuses to be run by root; the package made a user for it.
            await FinishAsync("chown", ["postgres", folder]);
        }

        var cluster = Path.Combine(folder, "cluster");
        var port = FreePort();
        await FinishAsync(AsUser(Path.Combine(programs, "initdb"), ["-D", cluster, "-U", "admin", "--auth=trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"]));
        var server = await BeginForGoodAsync(AsUser(
            Path.Combine(programs, "postgres"),
            ["-D", cluster, "-k", folder, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB"]));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(server, folder);
        var admin = $"Host=127.0.0.1;Port={port};Username=admin;Database=postgres";
        await WaitAsync(admin, server);
        return admin;
    }

    private static async Task WaitAsync(string admin, Process server)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RunAsync(admin, "SELECT 1");
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or SocketException && attempt < 300 && !server.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static ProcessStartInfo AsUser(string program, IEnumerable<string> arguments) => Environment.UserName == "root"
        ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig=INT", program, .. arguments])
        : new ProcessStartInfo("setpriv", ["--pdeathsig=INT", program, .. arguments]);

    private static Task FinishAsync(string program, string[] arguments) => FinishAsync(new ProcessStartInfo(program, arguments));

    private static async Task FinishAsync(ProcessStartInfo start)
    {
        using var process = Begin(start);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
        }
    }

    // The signal that is to end the server with this process comes, on Linux, when the thread that started it ends. A pool thread may end at any time; this one stays.
    private static Task<Process> BeginForGoodAsync(ProcessStartInfo start)
    {
        var begun = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            begun.SetResult(Begin(start));
            new ManualResetEventSlim().Wait();
        })
        {
            IsBackground = true,
            Name = "PostgreSQL's parent",
        };
        thread.Start();
        return begun.Task;
    }

    private static Process Begin(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Stop(Process server, string folder)
    {
        server.Kill();
        server.WaitForExit();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
