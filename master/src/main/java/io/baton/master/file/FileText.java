package io.baton.master.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The text of a file that an operator wrote by hand: small, and in UTF-8. */
final class FileText {

    private static final int MOST_BYTES = 1 << 20;

    private FileText() {}

    /**
     * Reads it.
     *
     * @param shown the name for messages
     * @throws ConfigFileException in one line, if it cannot be read or is something else
     */
    static String read(Path file, String shown) {
        if (Files.isDirectory(file)) {
            throw refused(shown, "is a directory (expected: a file)");
        } else if (!Files.exists(file)) {
            throw refused(
                    shown, Files.isSymbolicLink(file) ? "is a link to a file that does not exist" : "does not exist");
        } else if (!Files.isRegularFile(file)) {
            throw refused(shown, "is no regular file");
        } else if (!Files.isReadable(file)) {
            throw refused(shown, "may not be read by this user");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw refused(shown, "cannot be read: " + e.getMessage());
        }
        if (content.length > MOST_BYTES) {
            throw refused(shown, "is too large (expected: at most 1 MB)");
        }
        return text(content, shown);
    }

    private static String text(byte[] content, String shown) {
        for (byte one : content) {
            if (one == 0) {
                throw refused(shown, "is a binary file (expected: a text in UTF-8)");
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refused(shown, "is no text in UTF-8");
        }
    }

    private static ConfigFileException refused(String shown, String fault) {
        return new ConfigFileException(List.of(shown + ": " + fault));
    }
}
