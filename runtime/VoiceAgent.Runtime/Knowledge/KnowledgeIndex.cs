using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using VoiceAgent.Conversation.Dialogue;
using VoiceAgent.Providers.Spoken;

namespace VoiceAgent.Runtime.Knowledge;

/// <summary>
/// The passages of one knowledge base in SQLite's full-text index. Text is indexed as it is spoken, so that "17:30" is found by "five thirty".
/// A file is rebuilt in one transaction when its documents have changed; searches may run at the same time, each on its own connection.
/// </summary>
internal sealed class KnowledgeIndex : IKnowledge, IDisposable
{
    private const int CandidatesPerPassage = 5;

    // Changes when the schema or the way passages are cut or written out changes.
    private const string Layout = "1";

    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly SqliteConnection _keeper;
    private readonly string _connection;
    private readonly int _most;
    private readonly PassageRanking _ranking = new();

    private KnowledgeIndex(string connection, int most, IReadOnlyList<Passage> passages)
    {
        _connection = connection;
        _most = most;
        Passages = passages;
        for (var at = 0; at < passages.Count; at++)
        {
            _ranking.Add(at + 1, passages[at]);
        }

        _keeper = new SqliteConnection(connection);
    }

    /// <summary>Every passage, in the documents' order.</summary>
    public IReadOnlyList<Passage> Passages { get; }

    /// <summary>Opens the index of a knowledge base, building what is missing or out of date.</summary>
    /// <param name="knowledgeBase">Its name.</param>
    /// <param name="documents">All of its documents.</param>
    /// <param name="file">Where the index is kept; null keeps it in memory.</param>
    /// <param name="most">The most passages that a search returns, 1 to 50.</param>
    public static KnowledgeIndex Open(string knowledgeBase, IReadOnlyList<KnowledgeDocument> documents, string? file, int most = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 50);
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = file ?? $"knowledge-{Guid.NewGuid():N}",
            Mode = file is null ? SqliteOpenMode.Memory : SqliteOpenMode.ReadWriteCreate,
            Cache = file is null ? SqliteCacheMode.Shared : SqliteCacheMode.Default,
            Pooling = false,
        };
        var passages = documents.SelectMany(document => MarkdownPassages.Read(knowledgeBase, document)).ToArray();
        var index = new KnowledgeIndex(connection.ToString(), most, passages);
        try
        {
            index.Build();
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    public ValueTask<IReadOnlyList<Passage>> SearchAsync(string question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (KnowledgeQuery.For(question) is not { } query)
        {
            return new([]);
        }

        if (!_idle.TryTake(out var reader))
        {
            reader = new Reader(_connection);
        }

        var found = reader.Search(query, CandidatesPerPassage * _most).Select(id => (id, Passages[(int)id - 1]));
        _idle.Add(reader);
        return new([.. _ranking.Order([.. EnglishWords.Telling(question).Distinct(StringComparer.Ordinal)], found).Take(_most)]);
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _keeper.Dispose();
    }

    private void Build()
    {
        _keeper.Open();
        var hash = Hash();
        using var transaction = _keeper.BeginTransaction();
        Execute("CREATE TABLE IF NOT EXISTS built (hash TEXT NOT NULL)");
        using (var select = _keeper.CreateCommand())
        {
            select.CommandText = "SELECT hash FROM built";
            if (select.ExecuteScalar() as string == hash)
            {
                return;
            }
        }

        Execute("""
            DROP TABLE IF EXISTS passages;
            DELETE FROM built;
            CREATE VIRTUAL TABLE passages USING fts5(heading, body, sound, tokenize = 'porter unicode61');
            """);
        Insert();
        using var remember = _keeper.CreateCommand();
        remember.CommandText = "INSERT INTO built (hash) VALUES ($hash)";
        remember.Parameters.AddWithValue("$hash", hash);
        remember.ExecuteNonQuery();
        transaction.Commit();
    }

    private void Insert()
    {
        using var insert = _keeper.CreateCommand();
        insert.CommandText = "INSERT INTO passages (rowid, heading, body, sound) VALUES ($id, $heading, $body, $sound)";
        for (var at = 0; at < Passages.Count; at++)
        {
            var passage = Passages[at];
            var body = SpokenEnglish.Words(passage.Text);
            var heading = SpokenEnglish.Words(passage.Heading);
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$heading", string.Join(' ', heading));
            insert.Parameters.AddWithValue("$body", string.Join(' ', body));
            insert.Parameters.AddWithValue("$sound", string.Join(' ', heading.Concat(body).Where(word => !EnglishWords.IsFunction(word)).Select(SoundKey.Of)));
            insert.Parameters.AddWithValue("$id", at + 1);
            insert.ExecuteNonQuery();
        }
    }

    private void Execute(string statement)
    {
        using var command = _keeper.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private string Hash()
    {
        var text = new StringBuilder(Layout);
        foreach (var passage in Passages)
        {
            text.Append('\0').Append(passage.Document).Append('\0').Append(passage.Heading).Append('\0').Append(passage.Text);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>A connection with its prepared search.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _search;
        private readonly SqliteParameter _query;
        private readonly SqliteParameter _most;

        public Reader(string connection)
        {
            _connection = new SqliteConnection(connection);
            _connection.Open();
            _search = _connection.CreateCommand();
            // bm25 is smaller for better matches. A heading says what a whole passage is about; a sound is a guess.
            _search.CommandText = """
                SELECT rowid FROM passages WHERE passages MATCH $query ORDER BY bm25(passages, 2.0, 1.0, 0.2), rowid LIMIT $most
                """;
            _query = _search.Parameters.Add("$query", SqliteType.Text);
            _most = _search.Parameters.Add("$most", SqliteType.Integer);
            _search.Prepare();
        }

        public List<long> Search(string query, int most)
        {
            _query.Value = query;
            _most.Value = most;
            using var rows = _search.ExecuteReader();
            var found = new List<long>(most);
            while (rows.Read())
            {
                found.Add(rows.GetInt64(0));
            }

            return found;
        }

        public void Dispose()
        {
            _search.Dispose();
            _connection.Dispose();
        }
    }
}
