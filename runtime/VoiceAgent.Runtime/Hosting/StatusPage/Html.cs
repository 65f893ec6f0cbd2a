using System.Text;
using System.Text.Encodings.Web;

namespace VoiceAgent.Runtime.Hosting.StatusPage;

/// <summary>HTML put together from text, every piece of which is encoded unless it was made here.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    public static Html Of(string tag, params object?[] content) => OfClass(tag, null, content);

    /// <summary>An element. Content is text, other elements, or sequences of them.</summary>
    public static Html OfClass(string tag, string? attributes, params object?[] content)
    {
        var html = new Html();
        html._text.Append('<').Append(tag).Append(attributes is null ? "" : " " + attributes).Append('>');
        html.Add(content);
        html._text.Append("</").Append(tag).Append(">\n");
        return html;
    }

    /// <summary>An element that has no content.</summary>
    public static Html Void(string tag, string attributes)
    {
        var html = new Html();
        html._text.Append('<').Append(tag).Append(' ').Append(attributes).Append(">\n");
        return html;
    }

    /// <summary>A style sheet, which browsers read as it stands; never made of anything but constants.</summary>
    public static Html Style(string css)
    {
        var html = new Html();
        html._text.Append("<style>").Append(css).Append("</style>\n");
        return html;
    }

    public override string ToString() => _text.ToString();

    private void Add(object? content)
    {
        switch (content)
        {
            case null:
                break;
            case Html html:
                _text.Append(html._text);
                break;
            case string text:
                _text.Append(HtmlEncoder.Default.Encode(text));
                break;
            case System.Collections.IEnumerable several:
                foreach (var one in several)
                {
                    Add(one);
                }

                break;
            default:
                _text.Append(HtmlEncoder.Default.Encode(content.ToString() ?? ""));
                break;
        }
    }
}
