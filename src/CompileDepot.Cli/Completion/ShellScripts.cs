namespace CompileDepot.Cli.Completion;

/// <summary>
/// The scripts that make shells complete command lines of the tool. Each asks the tool itself (<see cref="Suggestion"/>), so that a script stays good when the tool gets another option, and falls back to
/// the names of files where the tool knows nothing.
/// </summary>
internal static class ShellScripts
{
    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash,
        Shell.Zsh => Zsh,
        Shell.Fish => Fish,
        _ => Pwsh,
    };

    // Not compgen -W: that would expand what stands in a candidate. COMP_POINT counts characters.
    private const string Bash = """
        # bash: put this into ~/.bashrc
        #   source <(compiledepot completion bash)
        _compiledepot() {
          local candidate
          COMPREPLY=()
          while IFS= read -r candidate; do
            if [[ $candidate == "$2"* ]]; then COMPREPLY+=("$(printf '%q' "$candidate")"); fi
          done < <(compiledepot "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o bashdefault -o default -F _compiledepot compiledepot
        """;

    // The words of this command alone, and of the last what stands before the cursor.
    private const string Zsh = """
        #compdef compiledepot
        # zsh: put this into ~/.zshrc, after compinit
        #   source <(compiledepot completion zsh)
        _compiledepot() {
          local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
          local -a candidates
          candidates=("${(@f)$(compiledepot '[suggest]' "$line" 2>/dev/null)}")
          candidates=(${candidates:#})
          if (( $#candidates )); then compadd -a candidates; else _files; fi
        }
        compdef _compiledepot compiledepot
        """;

    private const string Fish = """
        # fish: compiledepot completion fish > ~/.config/fish/completions/compiledepot.fish
        function __compiledepot_complete
            set -l candidates (compiledepot '[suggest]' (commandline -cp | string collect) 2>/dev/null)
            if test (count $candidates) -gt 0
                printf '%s\n' $candidates
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c compiledepot -f -a '(__compiledepot_complete)'
        """;

    private const string Pwsh = """
        # PowerShell: put this into $PROFILE
        #   compiledepot completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName compiledepot -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $position = $cursorPosition - $commandAst.Extent.StartOffset
            # A blank at the end is not part of the command, and begins a new word.
            $line = "$commandAst".PadRight($position)
            compiledepot "[suggest:$position]" $line 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;
}
