package io.baton.master.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret that a client of the admin listener has to know. It lies in the home, where only its owner can read it.
 * Immutable.
 */
public final class AdminToken {

    /** Its file in the home. */
    private static final String FILE = "admin.token";

    private static final int BYTES = 24;
    private static final int LEAST_CHARACTERS = 16;
    private static final String BEARER = "bearer ";

    private final byte[] secret;

    private AdminToken(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** Its file in a home. */
    public static Path file(Path home) {
        return home.resolve(FILE);
    }

    /**
     * The token of a home, which is made if there is none.
     *
     * @throws IOException if others can read it, or it cannot be made
     */
    public static AdminToken of(Path home) throws IOException {
        Path file = file(home);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            make(file);
        }
        return read(file);
    }

    /**
     * The token in a file that the operator names, which may be a link, and which the group may read: so Kubernetes shows a Secret.
     *
     * @throws IOException if others can write it, or it cannot be read
     */
    public static AdminToken named(Path file) throws IOException {
        if (PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith("w-")) {
            throw new IOException(file + ": others can write it (expected: at most r-- for them)");
        }
        return of(file, Files.readString(file));
    }

    /** A token that no client can know, for a master without a place to keep one. */
    public static AdminToken unknown() {
        return new AdminToken(random());
    }

    private static String random() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static void make(Path file) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                FILE,
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, random() + "\n", StandardOpenOption.WRITE);
            // A link fails where a rename would replace the token that another master has made meanwhile.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // That one counts.
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static AdminToken read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no file");
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        if (!mode.endsWith("------")) {
            throw new IOException(file + ": " + mode + " (expected: rw-------, others can read it)");
        }
        return of(file, Files.readString(file));
    }

    private static AdminToken of(Path file, String text) throws IOException {
        String secret = text.strip();
        if (secret.length() < LEAST_CHARACTERS) {
            throw new IOException(
                    file + ": " + secret.length() + " characters (expected: " + LEAST_CHARACTERS + " or more)");
        }
        return new AdminToken(secret);
    }

    /** Whether this field {@code Authorization} has it. Takes as long for any other one of the same length. */
    public boolean isIn(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        secret, authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    /** The secret itself. */
    public String text() {
        return new String(secret, StandardCharsets.UTF_8);
    }
}
