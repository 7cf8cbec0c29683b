package io.baton.master.upgrade;

import io.baton.master.jvm.MasterCommand;
import io.baton.master.spawn.CapturedRun;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.MemoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries a jar before it takes over: runs it as a child, on the JVM and with the flags with which it would run, and lets
 * it read the state. {@link UpgradeTrial} is the other side.
 *
 * @param version the version of the jar
 * @param command the command line with which it takes over, without its arguments
 */
public record UpgradeCheck(String version, List<String> command) {

    /** How long a trial may take. The first one of a jar also records its archive. */
    public static final long LIMIT_MS = 20_000;

    private static final int SHOWN_LINES = 20;

    public UpgradeCheck {
        command = List.copyOf(command);
    }

    /**
     * Tries a jar. Blocks for some seconds: not on the conductor, and not on the thread that starts processes.
     *
     * @param java the JVM that is to run it
     * @param jar an absolute path
     * @param document the present state, of {@link StateDocument#file}; borrowed
     * @throws UpgradeException if it cannot take over; the message is for the operator
     */
    public static UpgradeCheck run(Path java, Path jar, Fd document) throws UpgradeException {
        require(Files.isExecutable(java), java + " is no program that this user may execute");
        requireFile(jar);
        try {
            return run(jar, MasterCommand.trial(java, jar), MasterCommand.trialEnvironment(), document, LIMIT_MS);
        } catch (UpgradeException e) {
            throw e;
        } catch (IOException e) {
            throw new UpgradeException(jar + " cannot be tried: " + e.getMessage());
        }
    }

    static void requireFile(Path jar) throws UpgradeException {
        require(Files.exists(jar), jar + " does not exist");
        require(Files.isRegularFile(jar) && Files.isReadable(jar), jar + " is no file that this user may read");
    }

    /**
     * Runs a trial, and a second one if the first has recorded the archive from which the master is to start.
     *
     * @param jar for messages
     * @param trial the command line
     * @param environment of the trial
     */
    static UpgradeCheck run(Path jar, List<String> trial, List<String> environment, Fd document, long limitMs)
            throws IOException {
        UpgradeCheck first = once(jar, trial, environment, document, limitMs, true);
        return MasterCommand.records(first.command) ? once(jar, trial, environment, document, limitMs, false) : first;
    }

    /** @param isFirst if it has answered and records an archive, the next one counts */
    private static UpgradeCheck once(
            Path jar, List<String> trial, List<String> environment, Fd document, long limitMs, boolean isFirst)
            throws IOException {
        MemoryFile.rewind(document);
        CapturedRun run = CapturedRun.of(trial, environment, document, limitMs);
        UpgradeCheck answer = answer(run.output());
        if (answer != null && isFirst && MasterCommand.records(answer.command)) {
            return answer;
        }
        if (run.status() == null) {
            throw refusal(jar, "has not answered within " + limitMs / 1000 + " s", run.output());
        }
        if (run.status().code() != 0 || answer == null) {
            throw refusal(jar, "cannot take over (" + run.status().inWords(true) + ")", run.output());
        }
        return answer;
    }

    /** The line of {@link UpgradeTrial#answer}; null if there is none. */
    private static @Nullable UpgradeCheck answer(String output) {
        for (String line : output.split("\n", -1)) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals(UpgradeTrial.OK)) {
                List<String> command = command(words[2]);
                return command.isEmpty() ? null : new UpgradeCheck(words[1], command);
            }
        }
        return null;
    }

    private static List<String> command(String json) {
        try {
            return ValueCodec.decode(json) instanceof List<?> words
                    ? words.stream().map(String::valueOf).toList()
                    : List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static void require(boolean met, String refusal) throws UpgradeException {
        if (!met) {
            throw new UpgradeException(refusal);
        }
    }

    private static UpgradeException refusal(Path jar, String reason, String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        StringBuilder text = new StringBuilder(jar + " " + reason);
        for (String line : lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())) {
            text.append('\n').append(line);
        }
        return new UpgradeException(text.toString());
    }
}
