# What every start needs: where things lie, a JDK, Maven, a module built when its sources changed, a JVM for it.
# Read by ./reagent and by the run scripts in lab, under their `set -euo pipefail`. Bash 3.2 is enough.
# shellcheck shell=bash disable=SC2034 # who reads this uses what it sets

home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
state="${REAGENT_DATA:-$home/.reagent}"
case "$state" in /*) ;; *) state="$PWD/$state" ;; esac
judge_port="${REAGENT_JUDGE_PORT:-8081}"
policy_port="${REAGENT_POLICY_PORT:-8082}"
training_port="${REAGENT_TRAINING_PORT:-8083}"
evaluation_port="${REAGENT_EVALUATION_PORT:-8084}"
postgres_port="${REAGENT_POSTGRES_PORT:-15432}"
pid_file="$state/platform.pid"
ready_file="$state/ready"
build_log="$state/build.log"
main_class=io.reagent.standalone.Platform

say() { printf '%s\n' "$*"; }

die() {
  printf 'reagent: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# --- what must be there -------------------------------------------------------------------------------------------

# The major version of a JDK, or 0: a JRE cannot build. Its release file answers without a JVM.
jdk_major() {
  local version=0
  if [ -x "$1/bin/javac" ]; then
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)"
    [ -n "$version" ] || version="$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')"
  fi
  echo "${version:-0}"
}

# JDK homes this machine may have, most wanted first.
jdk_candidates() {
  local javac dir
  [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
  if javac="$(command -v javac)"; then
    while [ -L "$javac" ]; do
      dir="$(cd "$(dirname "$javac")" && pwd -P)"
      javac="$(readlink "$javac")"
      case "$javac" in /*) ;; *) javac="$dir/$javac" ;; esac
    done
    (cd "$(dirname "$javac")/.." && pwd -P)
  fi
  for dir in /usr/lib/jvm/* /usr/java/* /opt/java/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*; do
    [ -d "$dir" ] && echo "$dir"
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v 21+ 2>/dev/null || true
  fi
}

find_jdk() {
  local candidate
  while IFS= read -r candidate; do
    if [ "$(jdk_major "$candidate")" -ge 21 ]; then
      export JAVA_HOME="$candidate"
      return
    fi
  done < <(jdk_candidates)
  die "no JDK 21 or later found (looked at JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN, macOS)" \
    "Debian, Ubuntu:  sudo apt install openjdk-21-jdk-headless" \
    "Fedora:          sudo dnf install java-21-openjdk-devel" \
    "macOS:           brew install openjdk@21, then export JAVA_HOME=\"\$(brew --prefix openjdk@21)\"" \
    "anywhere:        sdk install java 21-tem (sdkman.io), or unpack one from adoptium.net and set JAVA_HOME"
}

find_maven() {
  local version
  command -v mvn >/dev/null || die "no Maven found" \
    "Debian, Ubuntu:  sudo apt install maven" "Fedora:  sudo dnf install maven" "macOS:  brew install maven" \
    "anywhere:  sdk install maven (sdkman.io)"
  version="$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)"
  case "$version" in
    3.[0-7] | 2.* | 1.* | "") die "Maven 3.8 or later is needed, found ${version:-none that runs}" \
      "sdk install maven (sdkman.io), or unpack one from maven.apache.org and put its bin first in PATH" ;;
  esac
  if [ "$(jdk_major "$JAVA_HOME")" -ge 24 ]; then
    # Maven's own libraries make these JDKs warn
    export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  fi
}

# --- building -----------------------------------------------------------------------------------------------------

# Builds a module and what it needs, when a source is newer than its last build; sets $classpath. What it says is no
# command's output.
build() {
  local module="$1"
  directory_of "$module" >/dev/null
  mkdir -p "$state"
  find_jdk
  if [ ! -f "$state/app/$module/classpath" ] || sources_changed "$state/app/$module/built"; then
    find_maven
    compile "$module"
  fi
  classpath="$(cat "$state/app/$module/classpath")"
}

sources_changed() {
  [ -n "$(find "$home/pom.xml" "$home"/{,libraries/,lab/}*/pom.xml "$home"/{,libraries/,lab/}*/src/main -newer "$1" -print \
    2>/dev/null | head -n 1)" ]
}

# Where a module lies.
directory_of() {
  local directory
  for directory in "$home" "$home/libraries" "$home/lab"; do
    if [ -f "$directory/$1/pom.xml" ]; then
      echo "$directory/$1"
      return
    fi
  done
  die "this checkout has no module $1"
}

compile() {
  local module="$1" app="$state/app/$1" began jars old
  began="$(date +%s)"
  jars="$app/jars-$began-$$"
  say "Building $module (the first build downloads some 400 MB, once; details in ${build_log#"$home"/})" >&2
  mkdir -p "$jars"
  # the time the build began: what changes meanwhile counts as changed
  touch "$app/built.new"
  if ! (cd "$home" && mvn -B -ntp -pl ":reagent-$module" -am -DskipTests -Dspotless.check.skip=true \
    package dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/classpath.txt) \
    >"$build_log" 2>&1; then
    grep -E '^\[ERROR\]' "$build_log" | head -n 12 >&2 || tail -n 30 "$build_log" >&2
    die "the build failed; all of it is in $build_log"
  fi
  collect "$module" "$jars" >"$app/classpath.new"
  mv "$app/classpath.new" "$app/classpath"
  mv "$app/built.new" "$app/built"
  # a platform that runs may have those of an earlier build open
  if ! platform_pid >/dev/null; then
    for old in "$app"/jars-* "$app"/*.jar; do
      [ "$old" = "$jars" ] || rm -rf "$old"
    done
  fi
  say "Built in $(($(date +%s) - began)) s" >&2
}

# Prints the classpath with our own jars copied aside, to the directory given: a build beside a running platform must
# not pull them from under it.
collect() {
  local module="$1" jars="$2" target entry separator=""
  target="$(directory_of "$module")/target"
  while IFS= read -r entry || [ -n "$entry" ]; do
    case "$entry" in
      "$home"/*)
        cp -p "$entry" "$jars/"
        entry="$jars/$(basename "$entry")"
        ;;
    esac
    printf '%s%s' "$separator" "$entry"
    separator=":"
  done < <(
    find "$target" -maxdepth 1 -name "reagent-$module-[0-9]*.jar" ! -name '*-tests.jar'
    tr ':' '\n' <"$target/classpath.txt"
  )
}

# --- a JVM --------------------------------------------------------------------------------------------------------

# Sets $arguments for a module's JVM. A heap of 1 GB serves batches of any length; model weights lie outside it.
java_arguments() {
  local module="$1" heap="${2:-1g}"
  arguments=(-Xms128m "-Xmx$heap" -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8)
  # loaded classes are kept between runs: the next start is a third faster
  arguments+=(-XX:SharedArchiveFile="$state/app/$module/classes.jsa" -XX:+AutoCreateSharedArchive '-Xlog:cds*=off')
  if [ "$(jdk_major "$JAVA_HOME")" -ge 24 ]; then
    arguments+=(--sun-misc-unsafe-memory-access=allow) # Netty's; these JDKs warn about it
  fi
  # shellcheck disable=SC2206 # options are meant to be split at spaces
  arguments+=(${REAGENT_JAVA_OPTS:-})
}

# Of a platform: most of its work is native code, and by C2's usual thresholds that takes one core of two for the first
# minutes.
late_c2=(-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)

# Runs a module's main class in the checkout.
run_main() {
  local module="$1" heap="$2" class="$3"
  shift 3
  build "$module"
  java_arguments "$module" "$heap"
  (cd "$home" && "$JAVA_HOME/bin/java" "${arguments[@]}" -cp "$classpath" "$class" "$@")
}

# oneDNN keeps code for every shape of a bfloat16 product: batches of ever new lengths would fill the memory.
bound_onednn_caches() {
  export ONEDNN_PRIMITIVE_CACHE_CAPACITY="${ONEDNN_PRIMITIVE_CACHE_CAPACITY:-64}" LRU_CACHE_CAPACITY="${LRU_CACHE_CAPACITY:-64}"
}

# --- what may run already -----------------------------------------------------------------------------------------

# Whether a process runs whose command line contains the text.
runs() {
  case "$(ps -ww -p "$1" -o args= 2>/dev/null)" in
    *"$2"*) return 0 ;;
    *) return 1 ;;
  esac
}

# The pid of the platform this directory started, if it still runs: a reused pid does not count.
platform_pid() {
  local pid
  [ -f "$pid_file" ] || return 1
  pid="$(cat "$pid_file")"
  runs "$pid" "$main_class" && echo "$pid"
}

# Stops the Postgres of a platform that was killed; it would hold its port and its data.
clear_postgres() {
  local directory="${1:-$state/postgres}" pid waited=0
  local file="$directory/data/postmaster.pid"
  [ -f "$file" ] || return 0
  pid="$(head -n 1 "$file")"
  runs "$pid" "$directory/" || return 0
  say "Stopping the Postgres an earlier run left behind"
  kill -INT "$pid"
  while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 150 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
}
