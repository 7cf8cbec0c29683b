#!/bin/bash
# Has masters leave class-data archives beside their jar, as masters with a home do in their first minute: with them each
# container starts in half the time, and those of one machine share the memory. An archive fits only the path, size and time of
# the files that it was made of, so this runs where they will be. Without archives everything works.
#
#   train.sh [COMMAND ...]      what stands before `java`, as run.sh and a tree
set -euo pipefail

library=${LIBRARY:-/opt/baton}

# Serves until a file of this name is there, or three minutes have passed.
serve() {
    "$@" /opt/java/bin/java -jar /opt/baton/master.jar run --port 0 -i 1 &
    local started=$! seconds=0
    until compgen -G "$library/$wanted" > /dev/null || [ $seconds = 180 ]; do
        sleep 1
        seconds=$((seconds + 1))
    done
    # unshare(1) passes no signal on.
    if [ $# = 0 ]; then kill -TERM $started; else pkill -TERM -P $started; fi
    # Its exit code is of no interest: it may be told to stop before it listens.
    wait $started || true
    compgen -G "$library/$wanted" > /dev/null
}

# The first master makes the workers' archive and, when it stops, a record of its own classes. The next one adopts that.
wanted='worker-*.seal' serve "$@"
wanted='master-*.seal' serve "$@"
rm -f "$library"/first-start-* "$library/archive.lock"
chmod a+r "$library"/*
