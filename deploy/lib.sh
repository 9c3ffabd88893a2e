# shellcheck shell=bash disable=SC2034
# What deploy/run and deploy/test share: telling, long steps, locks, the distribution's packages, Swift.
# Sourced by them under `set -euo pipefail`.

export LC_ALL=C.UTF-8 # what the programs say is parsed, and some of it is not ASCII

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
state=$root/.local

readonly SWIFT_WANTED=6.2
readonly PROGRESS_SECONDS=10
readonly STEP_LIMIT_SECONDS=1800 # no step takes half an hour: it hangs

# What the build links and what the running service reads (time zones, fonts, certificates).
readonly RUN_PACKAGES=(
  libpq-dev libmicrohttpd-dev libssl-dev libcurl4-openssl-dev libxlsxwriter-dev libpango1.0-dev
  libqrencode-dev libarchive-dev pkg-config tzdata fonts-dejavu-core fonts-wqy-zenhei ca-certificates
)
readonly TEST_PACKAGES=(git python3-venv python3-aiosmtpd openssl poppler-utils)

say() { printf '%s\n' "$*"; }

# die SENTENCE [STATUS]: says why on stderr and ends the script.
die() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# The git-ignored folder for everything a machine keeps between two runs.
make_state() {
  mkdir -p "$state/log" 2>/dev/null || true
  [[ -w $state && -w $state/log ]] ||
    die "$state cannot be written by $(id -un): run this as the user who owns it, or remove that folder."
}

# take_lock NAME SENTENCE: one run at a time. The lock is file descriptor 9; what outlives us must close it.
take_lock() {
  exec 9>"$state/$1.lock"
  flock -n 9 || die "$2"
}

# --- long steps ---------------------------------------------------------------------------------------------------

step_pid=

# step TITLE LOG COMMAND…: runs it with its output in .local/log/LOG.log, in a process group of its own so that Ctrl-C
# reaches it through us, and tells every few seconds how long it has taken and where it is. Answers its status.
step() {
  local title=$1 started=$SECONDS told=0 status=0
  step_log=$state/log/$2.log
  shift 2
  say "$title"
  set -m
  "$@" >"$step_log" 2>&1 </dev/null 9>&- &
  step_pid=$!
  set +m
  while kill -0 "$step_pid" 2>/dev/null; do
    sleep 0.2
    ((SECONDS - started < STEP_LIMIT_SECONDS)) || end_step
    ((SECONDS - started < told + PROGRESS_SECONDS)) && continue
    told=$((SECONDS - started))
    printf '  %d s  %.100s\n' "$told" "$(tail -n 1 "$step_log")"
  done
  wait "$step_pid" || status=$?
  step_pid=
  step_seconds=$((SECONDS - started))
  ((status != 0)) || ((step_seconds < PROGRESS_SECONDS)) || say "  done in $step_seconds s"
  return "$status"
}

# step_failed SENTENCE [LINES]: the end of the last step's log, then why we stop.
step_failed() {
  tail -n "${2:-30}" "$step_log" >&2
  die "$1 All of its output: $step_log"
}

# Ends the step that is under way with everything it started; its own group is not enough, Swift gives each process one.
end_step() {
  local all
  [[ -n $step_pid ]] || return 0
  mapfile -t all < <(descendants "$step_pid")
  kill -TERM "$step_pid" "${all[@]}" 2>/dev/null || true
}

descendants() {
  local child
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    say "$child"
    descendants "$child"
  done
}

# --- ports --------------------------------------------------------------------------------------------------------

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port nobody listens on, below the range the kernel hands out to clients.
free_port() {
  local port
  while true; do
    port=$((20000 + RANDOM % 12000))
    port_taken "$port" || break
  done
  echo "$port"
}

# --- packages -----------------------------------------------------------------------------------------------------

installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

as_administrator() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# install_missing PACKAGE…: installs from the distribution what is not there yet.
install_missing() {
  local package missing=()
  command -v dpkg-query >/dev/null ||
    die "This is made for Debian 12 and Ubuntu; here, install by hand what deploy/lib.sh lists and build with swift build."
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  ((${#missing[@]} > 0)) || return 0
  ((EUID == 0)) || command -v sudo >/dev/null ||
    die "Please have an administrator install these packages: ${missing[*]}"
  ((EUID == 0)) || sudo -v
  step "Reading the distribution's list of packages" apt-update as_administrator apt-get update ||
    step_failed "The distribution's list of packages could not be read."
  step "Installing ${missing[*]}" apt-install apt_install "${missing[@]}" ||
    step_failed "These packages could not be installed: ${missing[*]}."
}

# The distribution's own cluster is neither wanted nor started: for the time of the installation we say so.
apt_install() {
  local note=/etc/postgresql-common/createcluster.d/comptoir.conf status=0
  as_administrator mkdir -p "${note%/*}"
  as_administrator tee "$note" >/dev/null <<<'create_main_cluster = false'
  as_administrator env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" || status=$?
  as_administrator rm -f "$note"
  return "$status"
}

# --- Swift --------------------------------------------------------------------------------------------------------

# Puts a Swift that is new enough on PATH, looking where its installers put it.
find_swift() {
  local found
  PATH=$PATH:$HOME/.local/share/swiftly/bin:/opt/swift/usr/bin:/usr/share/swift/usr/bin
  command -v swift >/dev/null ||
    die "Swift $SWIFT_WANTED or newer is missing: install it with swiftly (https://www.swift.org/install/linux/)."
  found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
  [[ $(printf '%s\n' "$SWIFT_WANTED" "${found:-0}" | sort -V | head -n 1) == "$SWIFT_WANTED" ]] ||
    die "Swift $SWIFT_WANTED or newer is needed, here is ${found:-none that works}: swiftly install latest."
}
