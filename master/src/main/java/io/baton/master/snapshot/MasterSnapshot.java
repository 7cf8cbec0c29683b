package io.baton.master.snapshot;

import java.util.List;

/**
 * The whole master at a moment.
 *
 * @param version of Baton
 * @param home the directory of its files
 * @param foreground whether it was started by {@code run}, and not as a daemon
 * @param ageMs since its journal began, which is when it began
 * @param startedAtMs when that was by the clock on the wall, in milliseconds since 1970
 * @param lastSeq the number of the newest event in its journal: the next one has a number higher by one
 * @param groups its applications
 * @param notices what its operator should know, in one line each
 */
public record MasterSnapshot(
        int pid,
        String version,
        String home,
        boolean foreground,
        long ageMs,
        long startedAtMs,
        long lastSeq,
        List<GroupSnapshot> groups,
        List<String> notices) {

    /** The same master, which started then. */
    public MasterSnapshot startedAt(long wallMs) {
        return new MasterSnapshot(pid, version, home, foreground, ageMs, wallMs, lastSeq, groups, notices);
    }

    /** The same master with these applications. */
    public MasterSnapshot with(List<GroupSnapshot> others) {
        return new MasterSnapshot(pid, version, home, foreground, ageMs, startedAtMs, lastSeq, others, notices);
    }
}
