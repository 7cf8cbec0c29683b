/**
 * The metrics that applications count by themselves, on their way from the workers to the master's page. {@link
 * io.baton.master.texts.Texts} asks the workers when the page is read, and adds up what they say on a thread of its own. That
 * thread does not exist until the first worker says something.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.master.exposition.
 */
@NullMarked
package io.baton.master.texts;

import org.jspecify.annotations.NullMarked;
