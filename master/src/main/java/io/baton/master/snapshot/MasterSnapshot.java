package io.baton.master.snapshot;

import java.util.List;

/**
 * The whole master at a moment.
 *
 * @param ageMs since its journal began, which is when it began
 * @param lastSeq the number of the newest event in its journal: the next one has a number higher by one
 * @param groups its applications
 */
public record MasterSnapshot(int pid, long ageMs, long lastSeq, List<GroupSnapshot> groups) {}
