#!/usr/bin/env bash
# Builds everything and passes all tests. The last line is the sum: "N passed, N failed, N skipped". Fails if a test failed, or none ran.
# Arguments go to 'dotnet test' as they are: bash eng/test.sh --filter FullyQualifiedName~KeyText
set -u

cd "$(dirname "$0")/.." || exit 1
results=.artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# Nodes that outlive us would keep our output open, and whoever reads it waiting.
export MSBUILDDISABLENODEREUSE=1

status=0
dotnet restore Build.sln --tl:off -v:q &&
  dotnet build Build.sln -c Release --no-restore --tl:off -v:m &&
  dotnet test Build.sln -c Release --no-build --tl:off --logger trx --results-directory "$results" "$@" ||
  status=$?

# The counters of a trx file say nothing of skipped tests: those are what is left. A file without counters is of a run that was cut short.
find "$results" -name '*.trx' -exec cat {} + | tr '>' '\n' | awk -v status="$status" '
  function counter(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
  /<TestRun / { runs++ }
  /<Counters / {
    complete++
    good = counter("passed"); bad = counter("failed") + counter("error") + counter("timeout") + counter("aborted")
    passed += good; failed += bad; skipped += counter("total") - good - bad
  }
  END {
    if (runs > complete) { print "test.sh: a test run was cut short"; failed += runs - complete }
    if (passed + failed == 0) { print "test.sh: no test ran"; failed++ }
    # Not built, or the test host died: no file tells.
    if (status != 0 && failed == 0) { print "test.sh: dotnet failed with exit code " status; failed++ }
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0
  }'
