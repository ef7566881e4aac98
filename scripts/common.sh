# shellcheck shell=bash
# Sourced by the scripts beside it: where the root is, whether the SDK is there, quiet builds.

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

die() {
  printf 'scripts/%s: %s\n' "${0##*/}" "$*" >&2
  exit "${die_code:-1}"
}

# The SDK that global.json asks for.
need_sdk() {
  (cd "$root" && dotnet --version) >/dev/null 2>&1 ||
    die "the .NET 10 SDK is missing; install it (https://dotnet.microsoft.com/download/dotnet/10.0) and try again."
}

# Runs a command that installs a Debian package whose server would be started at once: not this time, unless a policy is
# there already. Packages that are not known yet are looked for once more.
install_without_starting() ( # COMMAND...
  policy=/usr/sbin/policy-rc.d
  export DEBIAN_FRONTEND=noninteractive
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod a+rx "$policy"
  fi
  "$@" || { apt-get update && "$@"; }
)

# Runs dotnet in the root, one build of this clone at a time. Nothing that outlives the build (compiler server) keeps
# the lock or the caller's terminal. Output goes to LOG.
dotnet_quietly() { # LOG ARGUMENTS...
  local log=$1
  shift
  mkdir -p "$root/artifacts"
  {
    flock 9
    (cd "$root" && DOTNET_CLI_UI_LANGUAGE=en dotnet "$@") </dev/null >"$log" 2>&1 9>&-
  } 9>"$root/artifacts/build.lock"
}

# The errors and warnings of a log, each once; all of it if there are none.
print_errors() { # LOG
  grep -E '(error|warning)( [A-Z]+[0-9]+)? ?:' "$1" | awk '!seen[$0]++' || cat "$1"
}

# Builds a project (Release), unless nothing it may be made of has changed since this function last built it.
build() { # NAME DLL [FOLDER]
  local folder=${3-src} log=$root/artifacts/$1.log stamp=$root/artifacts/$1.built begun=$root/artifacts/$1.begun.$$
  if [[ -f $2 && -f $stamp ]] &&
    [[ -z $(cd "$root" && find src "$folder" Directory.* global.json -newer "$stamp" -print -quit) ]]; then
    return
  fi

  mkdir -p "$root/artifacts"
  touch "$begun"
  printf 'building %s (the first time takes a minute) ...\n' "$1" >&2
  if ! dotnet_quietly "$log" build "$folder/$1/$1.csproj" -c Release -v quiet -nodeReuse:false; then
    rm "$begun"
    print_errors "$log" >&2
    die "the build failed."
  fi
  mv "$begun" "$stamp"
}

# Whether a restore failed for nothing but missing packages that only a cluster needs. In place of a missing version a
# feed may offer another, which then asks for more than the versions that are set here (NU1109).
only_orleans_is_missing() { # LOG
  local id='Microsoft\.Orleans\.[A-Za-z.]+'
  local missing="NU110[12]: Unable to find package ${id}[. ]|NU1102:  +- |NU1603: .* but ${id} [^ ]+ was not found"
  missing+="|NU1109: Detected package downgrade: Microsoft\.Orleans\.[A-Za-z.]+ "
  missing+='|NU1109:  Auctions\.(Grains|Silo|FrontEnd|Bench\.Orleans)[A-Za-z.]* -> '
  grep -Eq "error ($missing)" "$1" && ! grep -E 'error' "$1" | grep -Evq "error (Warning As Error: )?($missing)"
}
