using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace VoiceAgent.Runtime.Storage;

/// <summary>Tells a database that is away, or full, from a row that it will never take.</summary>
internal static class StorageFault
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteRange = 25;

    /// <summary>True when the same write may succeed later without a change.</summary>
    public static bool IsOutage(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SqliteException sqlite:
                    return sqlite.SqliteErrorCode is not (SqliteError or SqliteConstraint or SqliteMismatch or SqliteRange);
                case DbException { SqlState: { } state }:
                    // Data, integrity and syntax errors (classes 22, 23, 42) stay; everything else is the server's condition.
                    return !(state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal)
                        || state.StartsWith("42", StringComparison.Ordinal));
                case DbException or IOException or TimeoutException or System.Net.Sockets.SocketException:
                    return true;
            }
        }

        return false;
    }
}
