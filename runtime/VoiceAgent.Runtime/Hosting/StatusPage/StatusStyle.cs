using System.Security.Cryptography;
using System.Text;

namespace VoiceAgent.Runtime.Hosting.StatusPage;

/// <summary>The page's one style sheet, and the policy that lets this text and nothing else be applied.</summary>
internal static class StatusStyle
{
    // Colours have a contrast of at least 4.5 : 1 on their background in both schemes (WCAG 2.2, 1.4.3).
    public const string Css = """
        :root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --soft: #57606a; --line: #d0d7de; --good: #116329; --poor: #7d4e00; --bad: #a40e26; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e6edf3; --back: #0d1117; --soft: #9ea7b3; --line: #30363d; --good: #56d364; --poor: #e3b341; --bad: #ff7b72; }
        }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
        h1 { margin: 0; font-size: 1.75rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.25rem; }
        code, pre { font-family: ui-monospace, monospace; font-size: .9rem; } pre { padding: .75rem; border: 1px solid var(--line); overflow-x: auto; }
        .wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid; outline-offset: 2px; }
        table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
        th, td { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 6rem; }
        td ul { margin: 0; padding-left: 1rem; }
        .good { color: var(--good); } .poor { color: var(--poor); } .bad { color: var(--bad); }
        footer { margin-top: 2rem; color: var(--soft); }
        """;

    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
