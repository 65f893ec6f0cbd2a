using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using k8s;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.RealServer;

/// <summary>
/// A real kube-apiserver over a real etcd on loopback, started once for all tests that need one, from the binaries in KUBEBUILDER_ASSETS or
/// /usr/local/kubebuilder/bin (envtest's convention). Where there are none, the tests are skipped and say so.
/// </summary>
public sealed class KubeApiServer : IAsyncLifetime
{
    private const string Token = "tests-only";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"kube-apiserver-{Guid.NewGuid():n}");
    private readonly List<Process> _processes = [];
    private int _port;

    /// <summary>Why there is no server; null when there is one.</summary>
    public string? Missing { get; private set; }

    internal Uri Url => new($"https://127.0.0.1:{_port}");

    internal KubernetesClientConfiguration Configuration => new()
    {
        Host = Url.ToString(),
        AccessToken = Token,

        // The server signs its own certificate at every start, and both ends are this machine.
        SkipTlsVerify = true,
    };

    public async Task InitializeAsync()
    {
        var bin = Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } assets ? assets : "/usr/local/kubebuilder/bin";
        foreach (var binary in (string[])["kube-apiserver", "etcd"])
        {
            if (!File.Exists(Path.Combine(bin, binary)))
            {
                Missing = $"There is no {binary} in {bin}: set KUBEBUILDER_ASSETS to a folder with kube-apiserver and etcd.";
                return;
            }
        }

        Directory.CreateDirectory(_folder);
        var etcd = StartEtcd(Path.Combine(bin, "etcd"));
        StartApiServer(Path.Combine(bin, "kube-apiserver"), etcd);
        await WaitUntilReadyAsync();
    }

    public async Task DisposeAsync()
    {
        // The API server first: it would only complain about a store that is gone.
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private Uri StartEtcd(string binary)
    {
        var client = new Uri($"http://127.0.0.1:{FreePort()}");
        var peer = $"http://127.0.0.1:{FreePort()}";
        Start(
            binary,
            $"--data-dir={Path.Combine(_folder, "etcd")}",
            $"--listen-client-urls={client}",
            $"--advertise-client-urls={client}",
            $"--listen-peer-urls={peer}",
            $"--initial-advertise-peer-urls={peer}",
            $"--initial-cluster=default={peer}",
            "--unsafe-no-fsync=true");
        return client;
    }

    private void StartApiServer(string binary, Uri etcd)
    {
        var key = Path.Combine(_folder, "service-accounts.pem");
        var tokens = Path.Combine(_folder, "tokens.csv");
        using (var rsa = RSA.Create(2048))
        {
            File.WriteAllText(key, rsa.ExportRSAPrivateKeyPem());
        }

        File.WriteAllText(tokens, $"{Token},admin,admin,\"system:masters\"\n");
        _port = FreePort();
        Start(
            binary,
            $"--etcd-servers={etcd.ToString().TrimEnd('/')}",
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            $"--secure-port={_port}",
            $"--cert-dir={Path.Combine(_folder, "certs")}",
            $"--token-auth-file={tokens}",
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://127.0.0.1",
            $"--service-account-key-file={key}",
            $"--service-account-signing-key-file={key}",
            "--service-cluster-ip-range=10.0.0.0/24",
            "--disable-admission-plugins=ServiceAccount");
    }

    private void Start(string binary, params string[] arguments)
    {
        var start = new ProcessStartInfo(binary, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(_folder, $"{Path.GetFileName(binary)}.log")) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    private async Task WaitUntilReadyAsync()
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await client.GetAsync("/readyz")).StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            if (_processes.Any(process => process.HasExited) || TimeProvider.System.GetElapsedTime(start) > StartLimit)
            {
                throw new InvalidOperationException($"The API server did not come up:\n{Tail("etcd")}\n{Tail("kube-apiserver")}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private string Tail(string name)
    {
        using var stream = new FileStream(Path.Combine(_folder, $"{name}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return string.Join('\n', reader.ReadToEnd().Split('\n').TakeLast(20));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Shares one server among all classes of real-server tests.</summary>
[CollectionDefinition(nameof(RealServerTests))]
public sealed class RealServerTests : ICollectionFixture<KubeApiServer>;
