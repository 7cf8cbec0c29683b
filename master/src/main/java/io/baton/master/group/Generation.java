package io.baton.master.group;

import io.baton.master.config.GroupConfig;
import io.baton.master.program.Program;

/**
 * What the workers of a group run, from one change of it to the next.
 *
 * @param number counts the changes, from 1 on
 * @param config as it was when this generation began
 * @param program made of it
 */
public record Generation(int number, GroupConfig config, Program program) {}
