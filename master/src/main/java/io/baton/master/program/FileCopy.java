package io.baton.master.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Copies one file of an application. */
final class FileCopy {

    private FileCopy() {}

    /**
     * Copies in the kernel. Nothing is copied if the file system and the JDK can share blocks.
     *
     * @param to does not exist yet; its directory is created
     * @throws NotWholeException if the file gets shorter meanwhile
     */
    static void make(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long size = in.size();
            long done = 0;
            while (done < size) {
                long moved = in.transferTo(done, size - done, out);
                if (moved <= 0) {
                    throw new NotWholeException(from + " is being written");
                }
                done += moved;
            }
        }
        // A class-data archive that the operator made of these classes fits no jar with another time.
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }
}
