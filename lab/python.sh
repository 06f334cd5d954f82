# Python and the virtual environments of what lab runs beside the JVM. Read after standalone/launcher.sh.
# shellcheck shell=bash disable=SC2154 # $home is the launcher's

find_python() {
  local candidate
  for candidate in python3.13 python3.12 python3.11 python3 python; do
    if command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      python="$candidate"
      return
    fi
  done
  die "no Python 3.11 or later with venv found" "Debian, Ubuntu:  sudo apt install python3 python3-venv" \
    "macOS:  brew install python@3.12"
}

# A virtual environment outside the checkout, made again when its requirements change.
virtual_environment() {
  local requirements="$home/lab/conformance/requirements-$1.txt"
  venv="${XDG_CACHE_HOME:-$HOME/.cache}/reagent/conformance/$1"
  [ -f "$requirements" ] || die "no lab/conformance/requirements-$1.txt"
  find_python
  if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    say "Preparing $venv (downloads from PyPI, once)"
    "$python" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$venv/requirements.txt"
  fi
}

# Installs requirements into $venv beside what it has, unless they are there.
add_to_environment() {
  local name="$1" requirements="$2"
  cmp -s "$requirements" "$venv/requirements-$name.txt" && return
  say "Adding $name to $venv (from PyPI, once; llama.cpp is compiled, which takes some minutes)"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements" &&
    cp "$requirements" "$venv/requirements-$name.txt"
}

