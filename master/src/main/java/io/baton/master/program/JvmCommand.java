package io.baton.master.program;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.HeapShares;
import io.baton.master.config.JvmOptions;
import io.baton.master.config.Machine;
import io.baton.master.config.SlotText;
import io.baton.master.jvm.Jdk;
import io.baton.master.jvm.JvmFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JVM in the command line of a worker, and the options that say how it runs. Of two options about the same thing the
 * operator's are obeyed, and of the operator's those in {@code --jvm-args}.
 */
final class JvmCommand {

    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int BUILT_IN_HEAP_MB = 40;
    private static final String LIBRARY_PATH = "-Djava.library.path=";

    private final GroupConfig config;
    private final Jdk jdk;
    private final OperatorFlags operator;

    /**
     * For the workers of one configuration.
     *
     * @param environment of the workers, with options of the operator's
     */
    JvmCommand(GroupConfig config, Jdk jdk, Map<String, String> environment) {
        this.config = config;
        this.jdk = jdk;
        this.operator = new OperatorFlags(environment, config.jvm().arguments());
    }

    /** Whether workers with the operator's options can use a class-data archive. */
    boolean allowsArchive() {
        return operator.allowArchive();
    }

    /** The operator's own options, wherever they stand. */
    List<String> operatorsOptions() {
        return operator.all();
    }

    /**
     * The JVM and its options for a worker that serves.
     *
     * @param index of the slot, from 0 on; -1 for a spare
     * @param workers how many share the machine now
     * @throws io.baton.master.config.ConfigException if they are too many for the heap of all together
     */
    List<String> serving(int index, int workers) {
        List<String> command = own(config.application() == null);
        addProcessors(command, config.jvm().processors(workers, CORES));
        return serving(command, index, workers);
    }

    /**
     * As {@link #serving(int, int)}, for a server that knows nothing of Baton. It gets no flag that changes what its JVM does,
     * except for its share of the machine.
     *
     * @param shares which all applications here have of its memory
     */
    List<String> server(int index, int workers, HeapShares shares) {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        // For the agent, which calls the kernel.
        command.addAll(JvmFlags.nativeAccess(jdk.version()));
        addProcessors(command, config.jvm().serverProcessors(workers, CORES));
        long heapMb = config.jvm().splitsHeap() ? 0 : shares.heapMb(config, workers, Machine.totalBytes());
        if (heapMb > 0) {
            command.addAll(operator.givingWay(List.of("-Xmx" + heapMb + "m")));
        }
        return serving(command, index, workers);
    }

    private List<String> serving(List<String> command, int index, int workers) {
        JvmOptions jvm = config.jvm();
        if (jvm.splitsHeap()) {
            command.add("-Xmx" + jvm.heapMb(workers) + "m");
        }
        for (String argument : jvm.arguments()) {
            command.add(
                    index < 0 ? SlotText.fill(argument, config.name()) : SlotText.fill(argument, index, config.name()));
        }
        return command;
    }

    /** The JVM sizes its pools, its collector and its compilers for them. */
    private void addProcessors(List<String> command, int processors) {
        if (processors != CORES) {
            command.addAll(operator.givingWay(List.of("-XX:ActiveProcessorCount=" + processors)));
        }
    }

    /** The JVM and its options for a worker of the built-in application that serves nobody. */
    List<String> training() {
        return own(true);
    }

    /** The flags with which a JVM finds Baton's native libraries, before those of the operator's. */
    List<String> libraries(List<String> flags) {
        String others = operator.value(LIBRARY_PATH);
        if (others.isEmpty()) {
            return flags;
        }
        List<String> all = new ArrayList<>(flags);
        all.replaceAll(flag -> flag.startsWith(LIBRARY_PATH) ? flag + ":" + others : flag);
        return all;
    }

    private List<String> own(boolean builtIn) {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(operator.givingWay(flags(builtIn)));
        command.addAll(JvmFlags.changedFields(jdk.version()));
        return command;
    }

    /** The built-in application needs little memory. An application of the operator's gets the JVM's defaults. */
    private List<String> flags(boolean builtIn) {
        List<String> flags = new ArrayList<>();
        if (builtIn) {
            flags.addAll(JvmFlags.small(BUILT_IN_HEAP_MB));
            flags.removeIf(flag -> config.jvm().splitsHeap() && JvmOptions.limitsHeap(flag));
            flags.addAll(List.of("-XX:MaxDirectMemorySize=32m", "-XX:ReservedCodeCacheSize=32m"));
        }
        flags.addAll(JvmFlags.common(jdk.version()));
        flags.addAll(JvmFlags.nativeAccess(jdk.version()));
        // Netty's event classes for flight recordings take 100 ms to set up.
        flags.add("-Dio.netty.jfr.enabled=false");
        return flags;
    }
}
