#!/usr/bin/env bash
# Compares CompileDepot with other caches of builds, side by side in one run, and prints Markdown: times as ratios to the plain build, and who restores what is wrong.
# Needs the .NET SDK 10, git, a package registry and, for Nx, node and npm. Beside the repository's own build outputs (.artifacts) it writes below a temporary folder only, which goes in the end, as do all
# processes that it started (found in /proc, so on Linux; elsewhere they end by themselves when they have had nothing to do for some minutes).
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: bash eng/compare/run.sh [options]
  --projects N       projects in the generated solution (20)
  --rounds R         rounds (3)
  --solution PATH    a solution to copy and build, instead of a generated one
  --only A,B         of: plain, roslyn, nx, compiledepot, compiledepot-graph
  --no-speed         only who is right
  --no-soundness     only times
  --json FILE        the report as JSON, too
  --keep             leave the temporary folder
TEXT
}

repository=$(cd "$(dirname "$0")/../.." && pwd -P)
only=plain,roslyn,nx,compiledepot,compiledepot-graph
keep=false
arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --projects | --rounds) arguments+=("$1" "${2?$1 takes a number}"); shift ;;
    --solution | --json) arguments+=("$1" "$(realpath -m "${2?$1 takes a file}")"); shift ;;
    --only) only=${2?--only takes names}; shift ;;
    --no-speed | --no-soundness) arguments+=("$1") ;;
    --keep) keep=true ;;
    --help | -h) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

work=$(mktemp -d "${TMPDIR:-/tmp}/compiledepot-compare.XXXXXX")
work=$(cd "$work" && pwd -P)
# Inherited by all that the comparison starts, servers included.
mark=COMPILEDEPOT_COMPARISON=$work

end_processes() {
  local file pid
  for file in /proc/[0-9]*/environ; do
    pid=${file#/proc/}; pid=${pid%/environ}
    if tr "\0" "\n" 2> /dev/null < "$file" | grep -qxF "$mark"; then kill "$@" "$pid" 2>/dev/null || true; fi
  done
}

cleanup() {
  end_processes
  sleep 1
  end_processes -KILL
  if $keep; then echo "Kept: $work" >&2; else chmod -R u+w "$work" 2>/dev/null || true; rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

say() { echo "compare: $*" >&2; }

quietly() {
  if ! "$@" > "$work/quiet.log" 2>&1; then
    tail -n 40 "$work/quiet.log" >&2
    say "failed: $*"
    exit 1
  fi
}

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# Settings of the user's that would reach the contestants.
unset CompileDepotEnabled CompileDepotMode CompileDepotPath CompileDepotRoot COMPILEDEPOT_PATH ROSLYN_CACHE_PATH

# A folder that holds both packages already, as the tests have it.
feed=${COMPILEDEPOT_TEST_FEED:-}
if [ -z "$feed" ]; then
  say "packing the SDK and the tool"
  feed=$work/feed
  for project in sdk/CompileDepot.Sdk.csproj src/CompileDepot.Cli/CompileDepot.Cli.csproj; do
    (cd "$repository" && quietly env MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false dotnet pack "$project" -c Release -o "$feed" --tl:off)
  done
fi
version=$(basename "$feed"/CompileDepot.Cli.*.nupkg .nupkg)
quietly env NUGET_PACKAGES="$work/packages" dotnet tool install CompileDepot.Cli --version "${version#CompileDepot.Cli.}" --tool-path "$work/tool" --source "$feed"

case ",$only," in
  *,nx,*)
    # The plugin's version decides: Nx itself may be ahead of it.
    say "installing Nx"
    mkdir "$work/nx"
    echo '{ "private": true }' > "$work/nx/package.json"
    if (cd "$work/nx" && plugin=$(npm view @nx/dotnet version) && npm install --cache "$work/npm" --no-audit --no-fund "nx@$plugin" "@nx/dotnet@$plugin") > "$work/npm.log" 2>&1; then
      arguments+=(--node-modules "$work/nx/node_modules")
    else
      say "Nx can't be installed, and is left out:"
      tail -n 5 "$work/npm.log" >&2
      only=$(echo ",$only," | sed 's/,nx,/,/; s/^,//; s/,$//')
    fi
    ;;
esac

say "building the benchmarks"
(cd "$repository" && quietly env MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false dotnet build tests/Benchmarks/Benchmarks.csproj -c Release --tl:off)
mkdir "$work/run"
say "comparing $only"
env "$mark" dotnet exec "$repository/.artifacts/bin/Benchmarks/release/CompileDepot.Benchmarks.dll" compare --folder "$work/run" --feed "$feed" --tool "$work/tool/compiledepot" --only "$only" "${arguments[@]}"
