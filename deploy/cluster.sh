# shellcheck shell=bash disable=SC2154
# A private PostgreSQL cluster under .local/, for deploy/run and deploy/test. PostgreSQL never runs as root: as root we
# use the distribution's user postgres. Sourced after lib.sh.

readonly POSTGRES_WANTED=15
readonly SOCKET_PATH_LIMIT=100 # the kernel's is 108, and PostgreSQL appends /.s.PGSQL.NNNNN

# Set by cluster_start:
pg_bin=     # PostgreSQL's programs
pg_user=    # who runs them
pg_place=   # the cluster's folder: data, socket, log, port
pg_port=    # where it listens on 127.0.0.1
pg_socket=  # the folder of its unix socket
pg_started= # yes when it has to be stopped at the end

# --- programs -----------------------------------------------------------------------------------------------------

# find_postgres [MAJOR]: sets pg_bin to the newest PostgreSQL here, or to the one given.
find_postgres() {
  local folder
  pg_bin=
  while read -r folder; do
    folder=${folder%/bin/initdb}
    ((${folder##*/} >= POSTGRES_WANTED)) || continue
    [[ -z ${1:-} || ${folder##*/} == "$1" ]] && pg_bin=$folder/bin
  done < <(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V)
  [[ -n $pg_bin ]]
}

require_postgres() {
  find_postgres "$@" && return
  [[ -z ${1:-} ]] ||
    die "$pg_place was made by PostgreSQL $1, which is not here any more: install postgresql-$1 or remove that folder."
  die "PostgreSQL $POSTGRES_WANTED or newer is needed and the distribution has none: see https://apt.postgresql.org."
}

as_database_user() {
  if [[ $pg_user == "$(id -un)" ]]; then
    "$@" 9>&-
  else
    (cd / && runuser -u "$pg_user" -- "$@" 9>&-)
  fi
}

pg() { as_database_user "$pg_bin/$1" "${@:2}"; }

# sql [psql's options]: statements from standard input, as the cluster's superuser.
sql() {
  pg psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$pg_socket" -p "$pg_port" -U postgres "$@"
}

# --- its folder ---------------------------------------------------------------------------------------------------

# find_place NAME: sets pg_place and pg_user. Where postgres cannot reach the checkout the cluster lies in /var/tmp, and
# .local/NAME.place remembers where.
find_place() {
  pg_user=$(id -un)
  pg_place=$state/$1
  if ((EUID == 0)); then
    pg_user=postgres
    if [[ -s $state/$1.place ]]; then
      pg_place=$(<"$state/$1.place")
    elif ! as_database_user test -x "$state"; then
      pg_place=/var/tmp/comptoir-$1-$(sha256sum <<<"$root" | cut -c 1-12)
      say "$pg_place" >"$state/$1.place"
    fi
    [[ ! -d $pg_place ]] || pg_user=$(stat -c %U "$pg_place")
  fi
  make_place
}

# A folder that is not the database user's own, or a link put there by somebody else, is never used.
make_place() {
  if mkdir -m 700 "$pg_place" 2>/dev/null; then
    ((EUID != 0)) || chown "$pg_user:" "$pg_place"
  fi
  [[ -d $pg_place && ! -L $pg_place && $(stat -c %U "$pg_place") == "$pg_user" && $pg_user != root ]] ||
    die "$pg_place does not belong to $pg_user, so no database can be kept there: remove it or run this as its owner."
}

# The socket lies beside the data when its path is short and plain enough for a URL, else in /tmp.
find_socket() {
  pg_socket=$pg_place/socket
  if ((${#pg_socket} + 20 > SOCKET_PATH_LIMIT)) || [[ $pg_socket == *[!A-Za-z0-9/._-]* ]]; then
    pg_socket=$(as_database_user mktemp -d /tmp/comptoir.XXXXXXXX)
  fi
  as_database_user mkdir -p -m 700 "$pg_socket"
}

# --- its life -----------------------------------------------------------------------------------------------------

# cluster_start NAME [SETTING…]: starts the private cluster, making it first where there is none.
cluster_start() {
  local name=$1
  shift
  unset "${!PG@}"
  find_place "$name"
  if [[ -s $pg_place/data/PG_VERSION ]]; then
    require_postgres "$(<"$pg_place/data/PG_VERSION")"
  else
    require_postgres
    cluster_make
  fi
  if cluster_runs; then cluster_adopt; else cluster_launch "$@"; fi
}

# Made aside and moved into place, so that an interruption leaves nothing half made.
cluster_make() {
  say "Making a PostgreSQL cluster in $pg_place"
  as_database_user rm -rf "$pg_place/data" "$pg_place/data.new"
  pg initdb -D "$pg_place/data.new" --username=postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync \
    --auth-local=trust --auth-host=scram-sha-256 >"$state/log/initdb.log" 2>&1 ||
    die "PostgreSQL could not make a cluster in $pg_place: $(tail -n 1 "$state/log/initdb.log")"
  as_database_user tee -a "$pg_place/data.new/postgresql.conf" >/dev/null <<<"include 'comptoir.conf'"
  as_database_user mv "$pg_place/data.new" "$pg_place/data"
}

# Its own postmaster.pid names a living postmaster: an earlier run was killed before it could stop it.
cluster_runs() {
  local pid
  pid=$(head -n 1 "$pg_place/data/postmaster.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ && $(cat "/proc/$pid/comm" 2>/dev/null) == postgres ]]
}

cluster_adopt() {
  pg_started=yes
  pg_port=$(sed -n 4p "$pg_place/data/postmaster.pid")
  pg_socket=$(sed -n 5p "$pg_place/data/postmaster.pid")
  say "Using the PostgreSQL of this folder that was still running (port $pg_port)"
  local tries
  for ((tries = 0; tries < 60; tries++)); do
    pg pg_isready -q -h "$pg_socket" -p "$pg_port" && return
    sleep 0.5
  done
  die "The PostgreSQL in $pg_place runs but does not answer: see $pg_place/log."
}

# cluster_launch [SETTING…]: on the remembered port, or on another where that one is taken.
cluster_launch() {
  local tries
  find_socket
  pg_port=$(cat "$pg_place/port" 2>/dev/null) || pg_port=$(free_port)
  for ((tries = 0; tries < 3; tries++)); do
    ! port_taken "$pg_port" || pg_port=$(free_port)
    printf '%s\n' "listen_addresses = '127.0.0.1'" "port = $pg_port" "unix_socket_directories = '$pg_socket'" \
      "unix_socket_permissions = 0700" "max_connections = 200" "$@" |
      as_database_user tee "$pg_place/data/comptoir.conf" >/dev/null
    pg_started=yes
    pg pg_ctl -D "$pg_place/data" -l "$pg_place/log" -w -t 60 -s start >/dev/null 2>&1 || continue
    as_database_user tee "$pg_place/port" >/dev/null <<<"$pg_port"
    return
  done
  die "PostgreSQL did not start: $(tail -n 1 "$pg_place/log" 2>/dev/null) (see $pg_place/log)"
}

# Stops what cluster_start started; the data stays.
cluster_stop() {
  [[ -n $pg_started ]] || return 0
  pg_started=
  ! cluster_runs ||
    pg pg_ctl -D "$pg_place/data" -m fast -w -t 30 -s stop >/dev/null 2>&1 ||
    pg pg_ctl -D "$pg_place/data" -m immediate -w -s stop >/dev/null 2>&1 || true
  [[ $pg_socket != /tmp/comptoir.* ]] || as_database_user rm -rf "$pg_socket"
}

# cluster_remove NAME: stops a cluster an earlier run left and forgets its data.
cluster_remove() {
  find_place "$1"
  if cluster_runs; then
    find_postgres "$(<"$pg_place/data/PG_VERSION")"
    pg_socket=$(sed -n 5p "$pg_place/data/postmaster.pid")
    pg_started=yes
    cluster_stop
  fi
  as_database_user rm -rf "$pg_place/data" "$pg_place/data.new" "$pg_place/port" "$pg_place/log"
}
