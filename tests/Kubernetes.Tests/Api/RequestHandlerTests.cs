using System.Net;
using Microsoft.Extensions.Time.Testing;
using Prometheus;
using VoiceAgent.Kubernetes.Api;
using VoiceAgent.Kubernetes.Telemetry;
using VoiceAgent.Kubernetes.Tests.Bench;
using Xunit;

namespace VoiceAgent.Kubernetes.Tests.Api;

public sealed class RequestHandlerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Script _script = new();
    private readonly ApiClientOptions _options = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task A_throttled_request_waits_as_long_as_it_was_asked_to_even_a_post()
    {
        _script.Next(HttpStatusCode.TooManyRequests, retryAfter: 7);
        _script.Next(HttpStatusCode.Created);

        var answer = SendAsync(HttpMethod.Post, idempotent: false);
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Equal(1, _script.Sent);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Created, (await Eventually.WithinLimitAsync(answer)).StatusCode);
        Assert.Equal(1, Scrape.Value(_registry, "rest_client_request_retries_total", "code", "429", "verb", "POST"));
        Assert.Equal(1, Scrape.Value(_registry, "rest_client_requests_total", "code", "201", "method", "POST", "host", "api.example"));
    }

    [Fact]
    public async Task A_request_that_is_throttled_for_ever_comes_back_as_throttled_after_ten_more_tries()
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            _script.Next(HttpStatusCode.TooManyRequests, retryAfter: 1);
        }

        var answer = SendAsync(HttpMethod.Get, idempotent: true);
        await AdvanceUntilAsync(answer);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await answer).StatusCode);
        Assert.Equal(11, _script.Sent);
    }

    [Fact]
    public async Task An_idempotent_request_survives_a_lost_connection_and_a_restarting_server()
    {
        _script.Fail(new HttpRequestException("connection reset"));
        _script.Next(HttpStatusCode.ServiceUnavailable);
        _script.Next(HttpStatusCode.OK);

        var answer = SendAsync(HttpMethod.Patch, idempotent: true);
        await AdvanceUntilAsync(answer);

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        Assert.Equal(3, _script.Sent);
        Assert.Equal(1, Scrape.Value(_registry, "rest_client_requests_total", "code", "<error>"));
        Assert.Equal(1, Scrape.Value(_registry, "rest_client_request_retries_total", "code", "503"));
    }

    [Fact]
    public async Task A_request_that_is_not_idempotent_is_sent_once()
    {
        _script.Fail(new HttpRequestException("connection reset"));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(HttpMethod.Post, idempotent: false));

        _script.Next(HttpStatusCode.InternalServerError);
        Assert.Equal(HttpStatusCode.InternalServerError, (await SendAsync(HttpMethod.Post, idempotent: false)).StatusCode);
        Assert.Equal(2, _script.Sent);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_ended_and_named()
    {
        _options.FaultRetries = 0;
        _script.Hang();
        var answer = SendAsync(HttpMethod.Get, idempotent: true);
        await AdvanceUntilAsync(answer);

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => answer);
        Assert.Contains("GET /api/v1/things", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_made_in_time_is_a_timeout_and_not_a_cancellation()
    {
        _options.FaultRetries = 0;
        _script.Fail(new TaskCanceledException("connect", new TimeoutException("ConnectTimeout")));

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => SendAsync(HttpMethod.Get, idempotent: true));
        Assert.Contains("did not accept a connection in time: GET /api/v1/things", timeout.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_retry()
    {
        _script.Next(HttpStatusCode.TooManyRequests, retryAfter: 30);
        using var stop = new CancellationTokenSource();
        var answer = SendAsync(HttpMethod.Get, idempotent: true, cancellationToken: stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task The_client_holds_itself_back_and_leases_do_not_wait()
    {
        _options.QueriesPerSecond = 1;
        _options.Burst = 1;
        _script.Next(HttpStatusCode.OK);
        _script.Next(HttpStatusCode.OK);
        _script.Next(HttpStatusCode.OK);
        using var client = Client();
        using var first = await client.SendAsync(Request(HttpMethod.Get, new RequestTraits { HeaderTimeout = _options.RequestTimeout }));
        var second = client.SendAsync(Request(HttpMethod.Get, new RequestTraits { HeaderTimeout = _options.RequestTimeout }));
        using var lease = await client.SendAsync(Request(HttpMethod.Put, new RequestTraits { HeaderTimeout = _options.RequestTimeout, Limited = false }));

        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var answer = await Eventually.WithinLimitAsync(second);
    }

    [Fact]
    public async Task A_closed_gate_stops_writes_also_between_two_attempts_and_never_reads()
    {
        var gate = new Gate();
        _script.Next(HttpStatusCode.TooManyRequests, retryAfter: 1);
        _script.Next(HttpStatusCode.OK);
        _script.Next(HttpStatusCode.OK);
        using var client = Client(gate);

        var write = client.SendAsync(Request(HttpMethod.Patch, new RequestTraits { HeaderTimeout = _options.RequestTimeout }));
        gate.Closed = true;
        await AdvanceUntilAsync(write);
        await Assert.ThrowsAsync<InvalidOperationException>(() => write);
        Assert.Equal(1, _script.Sent);

        using var read = await client.SendAsync(Request(HttpMethod.Get, new RequestTraits { HeaderTimeout = _options.RequestTimeout }));
        Assert.Equal(2, _script.Sent);
    }

    private Task AdvanceUntilAsync(Task task) => _time.AdvanceUntilAsync(task);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, bool idempotent, CancellationToken cancellationToken = default)
    {
        using var client = Client();
        return await client.SendAsync(
            Request(method, new RequestTraits { HeaderTimeout = _options.RequestTimeout, Idempotent = idempotent }), cancellationToken);
    }

    private HttpClient Client(IWriteGate? gate = null) => new(
        new RequestHandler(_options, new RestMetrics(_registry), gate, _time) { InnerHandler = _script }, disposeHandler: false)
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static HttpRequestMessage Request(HttpMethod method, RequestTraits traits)
    {
        var request = new HttpRequestMessage(method, "http://api.example/api/v1/things");
        traits.AttachTo(request);
        return request;
    }

    private sealed class Gate : IWriteGate
    {
        internal bool Closed { get; set; }

        public void ThrowIfClosed()
        {
            if (Closed)
            {
                throw new InvalidOperationException("closed");
            }
        }
    }

    /// <summary>Answers what it was told to, in order.</summary>
    private sealed class Script : HttpMessageHandler
    {
        private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

        internal int Sent { get; private set; }

        internal void Next(HttpStatusCode code, int? retryAfter = null) => _answers.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(code);
            if (retryAfter is { } seconds)
            {
                response.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
            }

            return Task.FromResult(response);
        });

        internal void Fail(Exception exception) => _answers.Enqueue(_ => Task.FromException<HttpResponseMessage>(exception));

        internal void Hang() => _answers.Enqueue(async cancellationToken =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("unreachable");
        });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent++;
            return _answers.Dequeue()(cancellationToken);
        }
    }
}
