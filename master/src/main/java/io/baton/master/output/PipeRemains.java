package io.baton.master.output;

/**
 * What the program that replaces this one in place (execve(2)) needs to go on reading what a worker prints. What is printed
 * meanwhile waits in the pipe.
 *
 * @param descriptor the number of our end of the pipe; {@link #CLOSED} if the pipe is closed, or there was none
 * @param begun the line whose end has not been read, in Base64
 */
public record PipeRemains(int descriptor, String begun) {

    /** Stands for a pipe that is closed. */
    public static final int CLOSED = -1;

    /** No pipe. */
    public static final PipeRemains NONE = new PipeRemains(CLOSED, "");

    /** Whether there is a pipe. */
    public boolean isOpen() {
        return descriptor != CLOSED;
    }
}
