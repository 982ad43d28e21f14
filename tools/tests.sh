#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by ./build: running the Python tests, and the sum of all tests. A skipped test is a failure.
# shellcheck disable=SC2154 # logs and failed are ./build's

# Prints "implementation major.minor" of the interpreter $1, nothing where it is older than 3.8.
python_kind() {
    "$1" -c 'import platform, sys
if sys.version_info >= (3, 8):
    print(platform.python_implementation(), "%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

# Prints a path for each kind of interpreter there is: pyenv's, those on the PATH, PyPy.
python_interpreters() {
    local candidate kind seen=" "
    for candidate in /usr/bin/python3 "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/*/bin/python3 \
        {/usr/local,/usr}/bin/python3.{8..14} /usr/bin/pypy3 /usr/local/bin/pypy3; do
        [ -x "$candidate" ] || continue
        kind=$(python_kind "$candidate")
        if [ -n "$kind" ] && [[ $seen != *" $kind "* ]]; then
            seen+="$kind  "
            printf '%s\n' "$candidate"
        fi
    done
}

# Runs the tests in directory $2, whose packages lie in $3, with the interpreter $1.
unittests() {
    printf 'python: %s, %s\n' "$(python_kind "$1")" "$2"
    "$1" -W error::ResourceWarning -W default::DeprecationWarning -m unittest discover -s "$2" -t "$3"
}

# As many interpreters at a time as there are processors: most of what tests do is wait.
python_tests() {
    local interpreter interpreters running=0 status=0 outputs
    mapfile -t interpreters < <(python_interpreters)
    outputs=$(mktemp -d)
    for interpreter in "${interpreters[@]}"; do
        if [ "$running" -ge "$(nproc)" ]; then
            wait -n || status=1
            running=$((running - 1))
        fi
        unittests "$interpreter" python/tests python >"$outputs/${interpreter//\//_}" 2>&1 &
        running=$((running + 1))
    done
    for ((; running > 0; running--)); do
        wait -n || status=1
    done
    cat "$outputs"/*
    rm -r "$outputs"
    unittests /usr/bin/python3 bench/tests bench || status=1
    return $status
}

# Sums an attribute of every <testsuite> that Surefire ($1 = surefire) or Failsafe wrote.
junit_sum() {
    local reports=(server/target/"$1"-reports/TEST-*.xml)
    [ -e "${reports[0]}" ] || { echo 0; return; }
    cat "${reports[@]}" | tr '\n' ' ' | grep -oE '<testsuite [^>]*>' | grep -oE " $2=\"[0-9]+\"" |
        awk -F '"' '{ sum += $2 } END { print sum + 0 }'
}

no_skipped_java_tests() {
    local skipped
    skipped=$(junit_sum "$1" skipped)
    [ "$skipped" -eq 0 ] || { say "$skipped tests were skipped"; return 1; }
}

# Sums the number after a word such as failures= in unittest's closing lines.
python_sum() {
    awk -v word="$1" '/^(OK|FAILED)/ {
        n = split($0, parts, /[(), ]+/)
        for (i = 1; i <= n; i++) if (index(parts[i], word "=") == 1) sum += substr(parts[i], length(word) + 2)
    } END { print sum + 0 }' "$logs/python-tests.log"
}

# Prints "run failed skipped" over the steps that ran tests.
count_tests() {
    local run=0 bad=0 skipped=0 kind step
    for kind in surefire failsafe; do
        step=java
        [ $kind = surefire ] || step=integration
        [ -e "$logs/$step.log" ] || continue
        run=$((run + $(junit_sum $kind tests)))
        bad=$((bad + $(junit_sum $kind failures) + $(junit_sum $kind errors)))
        skipped=$((skipped + $(junit_sum $kind skipped)))
    done
    if [ -e "$logs/python-tests.log" ]; then
        run=$((run + $(awk '/^Ran [0-9]+ test/ { sum += $2 } END { print sum + 0 }' "$logs/python-tests.log")))
        bad=$((bad + $(python_sum failures) + $(python_sum errors)))
        skipped=$((skipped + $(python_sum skipped)))
    fi
    echo "$run $bad $skipped"
}

# Names the integration tests that failed, and passed when they were tried once more: each is to be mended.
unsteady_tests() {
    [ -e "$logs/integration.log" ] || return 0
    awk '/^\[.*Flakes:/ { on = 1; next } /^\[[A-Z]+\] *$|Tests run:/ { on = 0 } on' "$logs/integration.log"
}

summary() {
    local run bad skipped unsteady
    read -r run bad skipped < <(count_tests)
    unsteady=$(unsteady_tests)
    [ -z "$unsteady" ] || printf '\nUnsteady, passed at the second try:\n%s\n' "$unsteady"
    printf '\n%d passed, %d failed, %d skipped; %d s\n' $((run - bad - skipped)) "$bad" "$skipped" $SECONDS
    if [ ${#failed[@]} -gt 0 ] || [ "$skipped" -gt 0 ]; then
        printf 'BUILD FAILED: %s\n' "${failed[*]:-skipped tests}"
        return 1
    fi
    echo 'BUILD OK'
}
