/**
 * Classes that the agent defines in java.base, beside the JDK's own sockets, whose members they call. Some calls of the JDK's
 * classes are redirected to them.
 *
 * <p>Arrows: none.
 */
package sun.nio.ch;
