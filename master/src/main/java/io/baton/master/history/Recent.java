package io.baton.master.history;

import java.util.List;

/**
 * The newest points of all applications.
 *
 * @param afterMs they are all younger than this age of the master
 * @param stepMs from one point to the next, about
 * @param failed requests that failed in the last hour: connections that no worker took, and answers with 5xx
 * @param watchedMs how much of that hour was seen
 * @param at the age of the master at each point, in milliseconds
 */
public record Recent(long afterMs, long stepMs, long failed, long watchedMs, List<Long> at, List<App> apps) {

    /**
     * The points of one application, as many in each list as there are times. Those from before it was there are zero.
     *
     * @param timed whether its workers say how long requests take
     * @param rate requests a second; of an application that does not count, connections that workers have taken
     * @param p50 half of the requests took at most so many milliseconds; NaN if there were none
     * @param p99 99 of 100 requests took at most so many milliseconds; NaN if there were none
     * @param open connections that its workers had open
     * @param failed requests that failed since the point before
     */
    public record App(
            String name,
            boolean timed,
            List<Double> rate,
            List<Double> p50,
            List<Double> p99,
            List<Integer> open,
            List<Integer> failed) {

        private App from(int first) {
            return new App(
                    name,
                    timed,
                    tail(rate, first),
                    tail(p50, first),
                    tail(p99, first),
                    tail(open, first),
                    tail(failed, first));
        }
    }

    /** Only the points after this age of the master. */
    public Recent after(long ms) {
        int first = 0;
        while (first < at.size() && at.get(first) <= ms) {
            first++;
        }
        int from = first;
        return new Recent(
                ms,
                stepMs,
                failed,
                watchedMs,
                tail(at, from),
                apps.stream().map(app -> app.from(from)).toList());
    }

    private static <T> List<T> tail(List<T> all, int first) {
        return all.subList(first, all.size());
    }
}
