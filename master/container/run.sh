#!/bin/bash
# Runs a command as process 1 in a tree that tree.sh has built, as a container engine would: namespaces of its own (mounts,
# processes, host name, IPC, control groups), a read-only root, no capability, no new privileges. The network is the
# machine's. Needs root. It is for tests where no container engine is; it separates nothing as well as one does.
#
#   [NAME=VALUE ...] run.sh TREE COMMAND [ARGUMENT ...]
#
#   USER_ID   65532
#   ROOT      ro; or `rw`, with which train.sh leaves its archives in the tree
#   TMP       a size: /tmp is a tmpfs of it, 16m, or `16m,noexec`; or `ro`: nothing can be written there
#   SHM       the same for /dev/shm, 64m,noexec
#   IGNORE    a signal that is ignored from the start: INT
#   MEMORY    limit of memory, in megabytes
#   CPUS      limit of processor time, in hundredths of a core: 150
#   CGROUP2   a directory whose files stand for those of control groups version 2, on a machine that has version 1. What
#             is read can be tested so, not what the kernel does.
#   FILES     a directory that becomes /work, which cannot be written either
#   ENV       variables of the command, apart by spaces; it has these alone, so no HOME
set -euo pipefail

TREE=$(realpath "$1")
shift
: "${USER_ID:=65532}" "${ROOT:=ro}" "${TMP:=16m}" "${SHM:=64m,noexec}" "${IGNORE:=}" "${MEMORY:=}" "${CPUS:=}" "${CGROUP2:=}" "${FILES:=}" "${ENV:=}"
export TREE USER_ID ROOT TMP SHM IGNORE CGROUP2 FILES ENV

# Makes this process a member of a new control group, and limits it. Groups whose process is gone are removed.
limit() {
    local top=$1 file value old
    mkdir "$top/baton-box-$$"
    for old in "$top"/baton-box-*; do
        [ -e "/proc/${old##*-}" ] || rmdir "$old" 2> /dev/null || true
    done
    shift
    for value in "$@"; do
        file=${value%%=*}
        echo "${value#*=}" > "$top/baton-box-$$/$file"
    done
    echo $$ > "$top/baton-box-$$/cgroup.procs"
}

if [ -n "$MEMORY$CPUS" ]; then
    groups=/sys/fs/cgroup
    if [ -e "$groups/cgroup.controllers" ]; then
        limit "$groups" "memory.max=${MEMORY:-max}${MEMORY:+M}" "cpu.max=${CPUS:-max}${CPUS:+000} 100000"
    else
        limit "$groups/memory" "memory.limit_in_bytes=${MEMORY:--1}${MEMORY:+m}"
        limit "$groups/cpu" "cpu.cfs_quota_us=${CPUS:--1}${CPUS:+000}"
    fi
fi

# Outside of the new namespaces there is nothing to undo: all mounts end with them.
inside() {
    mount --bind "$TREE" "$TREE"
    cd "$TREE"
    mount -t proc -o nosuid,nodev,noexec proc proc
    mount -t tmpfs -o nosuid,mode=755,size=64k tmpfs dev
    for device in null zero full random urandom; do
        touch "dev/$device" && mount --bind "/dev/$device" "dev/$device"
    done
    mkdir dev/shm
    private "$SHM" dev/shm
    private "$TMP" tmp
    [ -z "$FILES" ] || { mount --bind "$FILES" work && mount -o remount,bind,ro work; }
    controlGroups
    mount -o "remount,bind,$ROOT" "$TREE"
    mount -o remount,ro dev
    [ -z "$IGNORE" ] || trap '' "$IGNORE"
    # shellcheck disable=SC2086
    exec env -i $ENV "$(command -v setpriv)" --no-new-privs \
        "$(command -v chroot)" --userspec="$USER_ID:$USER_ID" --groups= "$TREE" "$@"
}

private() {
    if [ "$1" = ro ]; then
        mount -t tmpfs -o ro,mode=1777 tmpfs "$2"
    else
        mount -t tmpfs -o "nosuid,nodev,mode=1777,size=$1" tmpfs "$2"
    fi
}

controlGroups() {
    mount -t tmpfs -o mode=755,size=64k tmpfs sys
    mkdir -p sys/fs/cgroup
    if [ -n "$CGROUP2" ]; then
        # A JVM looks here whether there is version 2, and then for where it is mounted.
        sed 's/\t[0-9]*\t/\t0\t/' /proc/cgroups > sys/cgroups
        mount --bind sys/cgroups proc/cgroups
        mount -t cgroup2 -o ro cgroup2 sys/fs/cgroup
        mount --bind "$CGROUP2" sys/fs/cgroup
    elif [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        mount -t cgroup2 -o ro cgroup2 sys/fs/cgroup
    else
        # A JVM obeys none of them if one of the first four is missing.
        for controller in memory cpu cpuacct cpuset pids; do
            mkdir "sys/fs/cgroup/$controller"
            mount -t cgroup -o "ro,$controller" cgroup "sys/fs/cgroup/$controller"
        done
    fi
    mount -o remount,ro sys
}

export -f inside private controlGroups
# The new root is one for this process, its mounts are its own, and it dies with this script.
exec unshare --mount --propagation private --pid --fork --kill-child --uts --ipc --cgroup \
    bash -euo pipefail -c 'inside "$@"' inside "$@"
