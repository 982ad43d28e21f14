#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sourced by ./merapi and ./build: what they say, and which JDK they use.

JAVA_VERSION=25

say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
    say "$*"
    exit 1
}

# Prints the major version of the Java at $1, from its release file.
java_version() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Whether the Java at $1 is new enough and has the program $2.
is_fit() {
    fit_version=$(java_version "$1") || return 1
    [ "${fit_version:-0}" -ge "$JAVA_VERSION" ] && [ -x "$1/bin/$2" ]
}

# Prints the home of a fit Java that has the program $1 (java, or javac to build).
find_java() {
    if [ -n "${MERAPI_JAVA_HOME:-}" ]; then
        is_fit "$MERAPI_JAVA_HOME" "$1" ||
            die "MERAPI_JAVA_HOME=$MERAPI_JAVA_HOME has no $1 of version $JAVA_VERSION or newer"
        printf '%s\n' "$MERAPI_JAVA_HOME"
        return
    fi
    on_path=$(command -v java || true)
    [ -z "$on_path" ] || on_path=$(dirname -- "$(dirname -- "$(readlink -f -- "$on_path")")")
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* /usr/java/*; do
        if [ -n "$candidate" ] && is_fit "$candidate" "$1"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "no JDK $JAVA_VERSION or newer found (MERAPI_JAVA_HOME, JAVA_HOME, PATH, /usr/lib/jvm, /opt)"
    die "install one: apt-get install openjdk-$JAVA_VERSION-jdk-headless (or temurin-$JAVA_VERSION-jdk, from adoptium.net)"
}
