# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by the scripts beside it, from the root of the repository: finds the JDK and Maven, or says in one line what is
# missing and ends with status 2. Needs $script, the name to complain under. Sets $java and exports JAVA_HOME.

# Names and values are any text, also where no locale is set.
export LC_ALL="${LC_ALL:-C.UTF-8}"

readonly least_java=17
readonly least_maven=3.8.7

die() { # STATUS MESSAGE…
  local status=$1
  shift
  printf '%s: %s\n' "$script" "$*" >&2
  exit "$status"
}

# Whether the dotted version $1 is at least $2.
is_at_least() {
  awk -v have="$1" -v least="$2" 'BEGIN {
    split(have, h, /[.-]/); n = split(least, l, /[.-]/)
    for (i = 1; i <= n; i++) if (h[i] + 0 != l[i] + 0) exit !(h[i] + 0 > l[i] + 0)
    exit 0
  }'
}

need_jdk() {
  local javac='' version
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/javac" ]; then
    javac="$JAVA_HOME/bin/javac"
  else
    javac="$(command -v javac || true)"
  fi
  [ -n "$javac" ] || die 2 "a JDK, $least_java or later, is needed: there is no javac on PATH nor in JAVA_HOME"
  # "javac 17.0.15", "javac 25-ea"; before 9 on standard error, and "1.8" is 8.
  version="$("$javac" -version 2>&1 | sed -n 's/^javac \(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' | head -n 1)"
  if [ "${version:-0}" -lt "$least_java" ]; then
    die 2 "a JDK, $least_java or later, is needed: $javac is ${version:-of an unknown version}"
  fi
  javac="$(readlink -f "$javac" 2>/dev/null || printf '%s' "$javac")"
  JAVA_HOME="$(dirname "$(dirname "$javac")")"
  # Where javac is a launcher of its own (macOS), the JDK is asked for its home.
  if [ ! -x "$JAVA_HOME/bin/java" ]; then
    JAVA_HOME="$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')"
  fi
  export JAVA_HOME
  java="$JAVA_HOME/bin/java"
}

maven_version() {
  mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1
}

need_maven() {
  local version
  version="$(maven_version)"
  if [ -z "$version" ] && [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then
    printf '%s: installing Maven (apt-get install -y maven)\n' "$script" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get install -y maven || { apt-get update && apt-get install -y maven; }; } >/dev/null 2>&1 </dev/null || true
    hash -r
    version="$(maven_version)"
  fi
  [ -n "$version" ] || die 2 "Maven, $least_maven or later, is needed: there is no working mvn on PATH"
  is_at_least "$version" "$least_maven" || die 2 "Maven, $least_maven or later, is needed: the one on PATH is $version"
}

# The commit that a build is told it is of.
commit() {
  git rev-parse --short=12 HEAD 2>/dev/null || printf 'unknown'
}

# Whether the Maven log $1 says that something has to be fetched.
lacked_the_network() {
  grep -qE 'in offline mode|has not been downloaded from it before' "$1"
}
