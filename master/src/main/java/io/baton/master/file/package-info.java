/**
 * Configuration files, YAML and JSON, with the place of everything in them. {@link io.baton.master.file.ConfigFile} reads one;
 * {@link io.baton.master.file.Assembly} makes declarations of it, of the flags and of the environment.
 *
 * <p>Only a command that names a file loads this package, and with it the parsers.
 *
 * <p>Arrows: io.baton.master.config, io.baton.protocol.
 */
@NullMarked
package io.baton.master.file;

import org.jspecify.annotations.NullMarked;
