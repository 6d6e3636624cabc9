namespace Correlator.GraphQL.Documents;

/// <summary>The documents that are ready to run, by their text; those that nobody asked for longest make way.</summary>
internal sealed class DocumentCache(int maxDocuments, long maxCharacters)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<PreparedDocument>> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _textById = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByText = new(StringComparer.Ordinal);
    private readonly LinkedList<PreparedDocument> _byUse = new();
    private long _characters;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byText.Count;
            }
        }
    }

    public PreparedDocument? Find(string text)
    {
        lock (_gate)
        {
            if (!_byText.TryGetValue(text, out var node))
            {
                return null;
            }

            if (_byUse.First != node)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }

            return node.Value;
        }
    }

    /// <summary>The text of a document that was remembered under an id and is still here.</summary>
    public string? TextOf(string id)
    {
        lock (_gate)
        {
            return _textById.GetValueOrDefault(id);
        }
    }

    public void Add(PreparedDocument document)
    {
        lock (_gate)
        {
            if (document.Text.Length > maxCharacters || !_byText.TryAdd(document.Text, new LinkedListNode<PreparedDocument>(document)))
            {
                return;
            }

            _byUse.AddFirst(_byText[document.Text]);
            _characters += document.Text.Length;
            while (_byText.Count > maxDocuments || _characters > maxCharacters)
            {
                Remove(_byUse.Last!.Value.Text);
            }
        }
    }

    /// <summary>Keeps an id of a document as long as the document.</summary>
    public void Remember(string id, string text)
    {
        lock (_gate)
        {
            if (_byText.ContainsKey(text) && _idByText.TryAdd(text, id))
            {
                _textById[id] = text;
            }
        }
    }

    private void Remove(string text)
    {
        _byUse.RemoveLast();
        _byText.Remove(text);
        _characters -= text.Length;
        if (_idByText.Remove(text, out var id))
        {
            _textById.Remove(id);
        }
    }
}
