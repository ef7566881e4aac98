# shellcheck shell=bash
# Sourced by the scripts beside it that start throw-away servers, after common.sh: their user, ports, directories, one
# start or stop at a time, and slow disks. The scripts say in user whom the servers run as, and in state where this
# clone remembers them.

wrong_usage() {
  printf 'scripts/%s: %s; see scripts/%s --help\n' "${0##*/}" "$*" "${0##*/}" >&2
  exit 2
}

whoever() {
  id -un 2>/dev/null || id -u
}

# Runs a command as the servers' user, in a session of its own, so that Ctrl+C is only for the script.
as_user() { # COMMAND...
  local become=()
  if ((EUID == 0)); then become=(setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups --); fi
  setsid -w "${become[@]}" "$@" </dev/null
}

# Says whom the servers run as: if this is root, a user of their own.
run_as() { # NAME
  user=$(whoever)
  if ((EUID == 0)); then
    user=$1
    id "$user" >/dev/null 2>&1 || die "there is no user $1 to run the servers; create it (useradd -r $1)."
  fi
}

# One start or stop of this clone at a time.
lock() {
  while true; do
    mkdir -p "$state"
    { exec 9<"$state"; } 2>/dev/null || continue
    flock -w 120 9 || die "another scripts/${0##*/} of this clone does not come to an end."
    if [[ $state -ef /dev/fd/9 ]]; then break; fi # otherwise a stop has just removed the directory
  done
  if ((EUID == 0)); then chown --reference="$root" "$state"; fi
}

# A new directory of the servers' user, whose name goes to run.
create_directory() { # NAME
  local directory
  directory=$(cd -- "${TMPDIR:-/tmp}" 2>/dev/null && pwd -P) ||
    die "there is no directory ${TMPDIR:-/tmp}; set TMPDIR to another."
  run=$(mktemp -d "$directory/$1.XXXXXX") || die "cannot write to $directory; set TMPDIR to another directory."
  ((${#run} < 80)) || die "the name of $directory is too long for sockets; set TMPDIR to another directory."
  if ((EUID == 0)); then chown "$user:" "$run"; fi
  as_user test -w "$run" || die "user $user cannot get into $directory; set TMPDIR to another directory."
}

# A port nobody listens on, below those that outgoing connections get.
free_port() {
  local port
  while true; do
    port=$(shuf -n 1 -i 20000-29999)
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

signal() { # NAME PROCESS...
  local name=$1
  shift
  if (($#)); then kill -s "$name" -- "$@" 2>/dev/null || true; fi
}

# --- Slow disks: a library that is loaded before all others has each fsync and fdatasync take longer

delay_ms='' # by how much; empty: the disk is as it is
slowly=()   # goes before the command that starts a server

read_delay() { # --fsync-delay-ms M
  [[ ${1-} == --fsync-delay-ms ]] || wrong_usage "unknown option ${1-}"
  if (($# != 2)) || ! [[ $2 =~ ^[0-9]{1,4}$ ]] || ((10#$2 < 1 || 10#$2 > 1000)); then
    wrong_usage "--fsync-delay-ms takes milliseconds from 1 to 1000"
  fi
  delay_ms=$((10#$2))
}

# Builds the library into the servers' directory, if a delay is asked for.
slow_down() {
  local install='apt-get install -y --no-install-recommends gcc libc6-dev' log=$root/artifacts/fsync-delay.log
  [[ $delay_ms ]] || return 0
  mkdir -p "$root/artifacts"
  if ! type -P cc >/dev/null && ((EUID == 0)) && type -P apt-get >/dev/null; then
    printf 'installing a C compiler ...\n' >&2
    DEBIAN_FRONTEND=noninteractive $install </dev/null >"$log" 2>&1 || true
  fi
  type -P cc >/dev/null ||
    die "to slow the disk down a C compiler is needed; install it (as root: $install) and try again."
  cc -shared -fPIC -O2 -o "$run/fsync_delay.so" "$root/scripts/fsync_delay.c" >"$log" 2>&1 ||
    die "scripts/fsync_delay.c cannot be compiled; see $log."
  chmod a+rx "$run/fsync_delay.so"
  slowly=(env "LD_PRELOAD=$run/fsync_delay.so" "FSYNC_DELAY_US=$((delay_ms * 1000))")
}

# A library that cannot be loaded is only warned of, and the server would be fast.
need_slow() { # PROCESS
  [[ ! $delay_ms ]] || as_user grep -qF "$run/fsync_delay.so" "/proc/$1/maps" ||
    die "the disk could not be slowed down: the server does not load $run/fsync_delay.so."
}
