package io.baton.master.carried;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A master that replaces itself.
 *
 * @param image how many images this process had before the next one, {@code >= 1}
 * @param beganNanos when the workers' sockets were left alone, by {@link System#nanoTime}
 * @param jar the path of the next image, as its operator named it
 * @param home the directory of its files
 * @param daemon whether it stays when it has nothing to run
 * @param unlabelled the application whose workers need no name of their own; empty for none
 * @param workerNames whether a line on its own output begins with the name of its worker
 * @param details whether its log has all details
 * @param startNanos when its journal began
 * @param lastSeq the number of the newest event in it
 * @param slots how many slots had a number in this master
 * @param served whether any application was ready
 * @param lock the descriptor of the home's lock; -1 if it has none
 * @param control the descriptor of the control socket; -1 if it has none
 * @param keeps whether each change is written into a state file
 * @param unrestored entries of the state file that no application came of
 * @param totals what was counted
 * @param texts what applications have counted by themselves
 * @param admin how it is seen over HTTP; null if a former version wrote this
 * @param shared what workers share; null if they cannot
 */
public record CarriedMaster(
        int image,
        long beganNanos,
        String jar,
        String home,
        boolean daemon,
        String unlabelled,
        boolean workerNames,
        boolean details,
        long startNanos,
        long lastSeq,
        int slots,
        boolean served,
        int lock,
        int control,
        boolean keeps,
        List<Map<String, Object>> unrestored,
        List<CarriedTotals> totals,
        List<CarriedText> texts,
        @Nullable CarriedAdmin admin,
        @Nullable CarriedShared shared) {

    /** No descriptor. */
    public static final int NONE = -1;

    /** The numbers of its descriptors that must survive, without those of its applications. */
    public List<Integer> descriptors() {
        int shown = admin == null || admin.socket() == 0 ? NONE : admin.socket();
        Stream<Integer> rows =
                totals.stream().flatMap(one -> one.rows().stream()).map(CarriedRow::descriptor);
        Stream<Integer> kept = shared == null
                ? Stream.of()
                : Stream.concat(
                        Stream.of(shared.socket()), shared.apps().stream().map(CarriedSharedApplication::descriptor));
        Stream<Integer> own = Stream.of(lock, control, shown).filter(number -> number != NONE);
        return Stream.of(own, rows, kept).flatMap(numbers -> numbers).toList();
    }
}
