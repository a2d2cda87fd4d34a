using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collections;

/// <summary>Reads a file of ids, and says of all that is wrong in it where, and how it is mended.</summary>
internal sealed class StableIdsParser(string file)
{
    private const string Start = "<<<<<<<";
    private const string End = ">>>>>>>";

    private static readonly string[] Markers = [Start, "|||||||", "=======", End];

    private readonly List<CollectionProblem> _problems = [];
    private readonly List<StableId> _ids = [];
    private readonly List<string> _comments = [];
    private readonly Dictionary<int, (int Line, StableId Id)> _byNumber = [];
    private readonly Dictionary<string, (int Line, StableId Id)> _byName = new(StringComparer.Ordinal);
    private string _newLine = "\n";
    private bool _isInConflict;

    public IReadOnlyList<CollectionProblem> Problems => _problems;

    public StableIds Ids => new(_ids, _comments, _newLine);

    public void Read(string text)
    {
        // Version control may have made line ends of Windows; they stay.
        _newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = text.TrimStart('\ufeff').ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
            Read(i + 1, lines[i].TrimEnd());
    }

    private void Read(int line, string text)
    {
        if (text.Length == 0)
            return;
        if (Array.Exists(Markers, m => text.StartsWith(m, StringComparison.Ordinal)))
        {
            // A mark alone is one that somebody forgot to take out.
            if (!_isInConflict)
                Add(DiagnosticCodes.ConflictingIds, line, "A merge has left a conflict. Keep the ids of the branch that others use already, take the lines of the other one out, and build: its names get new ids.");
            _isInConflict = text.StartsWith(Start, StringComparison.Ordinal) || (_isInConflict && !text.StartsWith(End, StringComparison.Ordinal));
            return;
        }
        // Of course the two sides contradict each other: that is no further problem.
        if (_isInConflict)
            return;
        if (text.StartsWith('#') && _ids.Count == 0)
        {
            _comments.Add(text);
        }
        else if (StableId.TryParse(text) is { } id)
        {
            Add(line, id);
        }
        else
        {
            Add(DiagnosticCodes.BadIds, line, text.StartsWith('#') ? "Comments stand above all ids." : $"'{text}' is no id: a line is '7 name', '7 \"name with spaces\"', and ends with ' reserved' where nobody contributes the name any more.");
        }
    }

    private void Add(int line, StableId id)
    {
        if (_byNumber.TryGetValue(id.Number, out var sameNumber))
        {
            Add(DiagnosticCodes.ConflictingIds, line, sameNumber.Id.Name == id.Name
                ? $"Lines {sameNumber.Line} and {line} are both about the id {id.Number} of '{id.Name}'. Take one of them out."
                : $"Lines {sameNumber.Line} and {line} give the id {id.Number} to '{sameNumber.Id.Name}' and to '{id.Name}': two branches have each added a name. Keep the line of the one that others use already, take the other out, and build: its name gets a new id.");
            return;
        }
        if (_byName.TryGetValue(id.Name, out var sameName))
        {
            Add(DiagnosticCodes.ConflictingIds, line, $"Lines {sameName.Line} and {line} give '{id.Name}' the ids {sameName.Id.Number} and {id.Number}. Keep the line of the id that others use already; where both are in use, give the other line a name of its own, and 'reserved'.");
            return;
        }
        if (_ids.Count > 0 && id.Number < _ids[^1].Number)
        {
            Add(DiagnosticCodes.BadIds, line, $"The id {id.Number} stands below {_ids[^1].Number}: lines are in order of ids.");
            return;
        }
        _byNumber.Add(id.Number, (line, id));
        _byName.Add(id.Name, (line, id));
        _ids.Add(id);
    }

    private void Add(string code, int line, string message) => _problems.Add(new(code, message, file, line));
}
