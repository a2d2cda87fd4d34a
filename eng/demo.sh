#!/usr/bin/env bash
# Shows the main job on a sample solution: a cold build, then a build of the cleaned tree that starts no compiler, then what an edit compiles and why.
# Needs the .NET SDK 10 and a package registry. Touches nothing but a temporary folder, which goes in the end (--keep leaves it).
set -euo pipefail

keep=false
case "${1-}" in
  "") ;;
  --keep) keep=true ;;
  *) echo "usage: bash eng/demo.sh [--keep]" >&2; exit 2 ;;
esac

repository=$(cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/compiledepot-demo.XXXXXX")
work=$(cd "$work" && pwd -P)
sample=$work/sample

cleanup() {
  if $keep; then echo; echo "Kept: $work"; else chmod -R u+w "$work" 2>/dev/null || true; rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# Nothing of the user's is used or filled.
export NUGET_PACKAGES=$work/packages COMPILEDEPOT_PATH=$work/depot
unset CompileDepotEnabled CompileDepotMode CompileDepotPath CompileDepotRoot
# No process may outlive the folder that it was started from: no kept MSBuild nodes, and no compiler server unless UseSharedCompilation=true asks for one.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=${UseSharedCompilation:-false}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en

if [ "$UseSharedCompilation" = true ]; then server=on; else server=off; fi

title() { printf '\n== %s\n' "$*"; }

fail() { echo "demo: $*" >&2; exit 1; }

# Runs a command that is no part of the show; prints what it said only if it fails.
quietly() {
  if ! "$@" > "$work/quiet.log" 2>&1; then
    tail -n 40 "$work/quiet.log" >&2
    fail "failed: $*"
  fi
}

# Seconds with a fraction, where date knows them.
now() {
  case $(date +%N) in
    *[!0-9]*) date +%s ;;
    *) date +%s.%N ;;
  esac
}

clean() { find "$sample/src" -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +; }

# build NAME: builds the sample without restoring, and leaves NAME.log and NAME.time.
build() {
  local from to
  from=$(now)
  (cd "$sample" && dotnet build Sample.sln --no-restore --tl:off -v:n) > "$work/$1.log" 2>&1 < /dev/null || { tail -n 40 "$work/$1.log" >&2; fail "the $1 build failed"; }
  to=$(now)
  awk -v from="$from" -v to="$to" 'BEGIN { printf "%.1f", to - from }' > "$work/$1.time"
}

# The warnings of a build, each once, without the place that it was built at.
warnings() { sed -n 's/^ *\([0-9]*>\)\{0,1\}\(.*: warning .*\)$/\2/p' "$work/$1.log" | awk -v prefix="$sample/" '{ while (i = index($0, prefix)) $0 = substr($0, 1, i - 1) substr($0, i + length(prefix)); sub(/ \[[^]]*\]$/, ""); print }' | sort -u; }

# What CompileDepot said of the projects, in short.
said() { { grep -o "CompileDepot: $2 .*" "$work/$1.log" || true; } | sort -u | sed 's/^CompileDepot: /  /'; }

count() { { grep -o "CompileDepot: $2 [^:]*" "$work/$1.log" || true; } | sort -u | awk 'END { print NR }'; }

title "Packing the SDK and the tool"
quietly dotnet pack "$repository/Build.sln" -c Release -o "$work/feed" --tl:off
for package in "$work"/feed/*.nupkg; do echo "  $(basename "$package")"; done

title "A sample solution: $(grep -c '^Project(.*proj"' "$repository/tests/assets/Sample/Sample.sln") projects in C#, Visual Basic and F#, a source generator, three warnings"
mkdir "$sample"
cp -R "$repository/tests/assets/Sample/." "$sample"
rm -rf "$sample"/src/*/bin "$sample"/src/*/obj
# Adds the feed; the machine's own sources stay.
cat > "$sample/NuGet.config" <<XML
<configuration>
  <packageSources>
    <add key="compiledepot-demo" value="$work/feed" />
  </packageSources>
</configuration>
XML
version=$(basename "$work"/feed/CompileDepot.Cli.*.nupkg .nupkg)
version=${version#CompileDepot.Cli.}
(cd "$sample" && quietly dotnet tool install CompileDepot.Cli --version "$version" --tool-path "$work/tool")
compiledepot=$work/tool/compiledepot

echo "  \$ compiledepot init"
(cd "$sample" && "$compiledepot" init . < /dev/null) | sed 's/^/  /'

title "Restoring packages (no part of the times below)"
(cd "$sample" && quietly dotnet restore Sample.sln --tl:off)
echo "  done"

title "Cold: dotnet build, the depot is empty"
build cold
echo "  $(count cold restored) restored, $(count cold compiled) compiled, in $(cat "$work/cold.time") s"
warnings cold | sed 's/^/  /'

title "Warm: all bin and obj folders removed, dotnet build again"
clean
(cd "$sample" && quietly dotnet restore Sample.sln --tl:off)
build warm
echo "  $(count warm restored) restored, $(count warm compiled) compiled, in $(cat "$work/warm.time") s (cold: $(cat "$work/cold.time") s; compiler server: $server)"
said warm restored
warnings cold > "$work/cold.warnings"
warnings warm > "$work/warm.warnings"
if ! diff "$work/cold.warnings" "$work/warm.warnings"; then fail "the warm build gave other warnings"; fi
[ -s "$work/warm.warnings" ] || fail "the warm build gave no warnings"
echo "  the same $(awk 'END { print NR }' "$work/warm.warnings") warnings were printed"
[ "$(count warm compiled)" -eq 0 ] || { said warm compiled; fail "the warm build compiled"; }
[ "$(count warm restored)" -gt 0 ] || fail "the warm build restored nothing"

title "What the restored program prints"
dotnet "$sample/src/App/bin/Debug/net10.0/App.dll" | sed 's/^/  /'

title "compiledepot stats --last"
(cd "$sample" && "$compiledepot" stats --last < /dev/null) | sed 's/^/  /'

title "One method body of Domain edited, bin and obj removed, dotnet build again"
order=$sample/src/Domain/Order.cs
sed 's/Math.Round(sum, 2)/Math.Round(sum, 2, MidpointRounding.AwayFromZero)/' "$order" > "$order.new"
cmp -s "$order" "$order.new" && fail "nothing was edited"
mv "$order.new" "$order"
clean
(cd "$sample" && quietly dotnet restore Sample.sln --tl:off)
build edit
echo "  $(count edit restored) restored, $(count edit compiled) compiled, in $(cat "$work/edit.time") s: what others compile against did not change"
said edit compiled
[ "$(count edit compiled)" -eq 1 ] || fail "the edit should have compiled one project"

title "compiledepot explain src/Domain/Domain.csproj"
(cd "$sample" && "$compiledepot" explain src/Domain/Domain.csproj < /dev/null) | sed 's/^/  /'
