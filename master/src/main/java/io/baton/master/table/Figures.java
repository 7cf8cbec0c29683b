package io.baton.master.table;

/** Quantities as people read them. Without {@code String.format}, which loads a hundred classes. */
public final class Figures {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int TEN = 10;
    private static final int STEP = 1024;

    private Figures() {}

    /** A time span in one or two units: {@code 0s}, {@code 42s}, {@code 3m 20s}, {@code 5h 12m}, {@code 3d 4h}. */
    public static String span(long ms) {
        if (ms < MINUTE) {
            return ms / SECOND + "s";
        } else if (ms < TEN * MINUTE) {
            return two(ms / MINUTE, "m", ms % MINUTE / SECOND, "s");
        } else if (ms < HOUR) {
            return ms / MINUTE + "m";
        } else if (ms < DAY) {
            return two(ms / HOUR, "h", ms % HOUR / MINUTE, "m");
        }
        return ms < TEN * DAY ? two(ms / DAY, "d", ms % DAY / HOUR, "h") : ms / DAY + "d";
    }

    /** A size in bytes: {@code 512b}, {@code 8.2mb}, {@code 120mb}, {@code 1.5gb}, as pm2 shows it. */
    public static String size(long bytes) {
        if (bytes < STEP) {
            return bytes + "b";
        }
        String[] units = {"kb", "mb", "gb", "tb"};
        int unit = 0;
        double value = (double) bytes / STEP;
        while (value >= STEP && unit < units.length - 1) {
            value /= STEP;
            unit++;
        }
        return (value < 100 ? fraction(value) : String.valueOf(Math.round(value))) + units[unit];
    }

    /** A share of a core: {@code 0%}, {@code 3.5%}, {@code 180%}. */
    public static String percent(double percent) {
        return (percent < TEN ? fraction(percent) : String.valueOf(Math.round(percent))) + "%";
    }

    /** A rate: {@code 0}, {@code 3.5}, {@code 1830}. */
    public static String rate(double perSecond) {
        return perSecond < TEN ? fraction(perSecond) : String.valueOf(Math.round(perSecond));
    }

    /** One digit after the point, unless it is zero. */
    private static String fraction(double value) {
        long tenths = Math.round(value * TEN);
        return tenths % TEN == 0 ? String.valueOf(tenths / TEN) : tenths / TEN + "." + tenths % TEN;
    }

    private static String two(long first, String unit, long second, String smaller) {
        return second == 0 ? first + unit : first + unit + " " + second + smaller;
    }
}
