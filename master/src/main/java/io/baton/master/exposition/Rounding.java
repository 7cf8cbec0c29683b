package io.baton.master.exposition;

/** The order in which fractions are added changes the last digit of their sum, which Prometheus would take for a restart. */
final class Rounding {

    private static final double NOISE = 1e-9;

    private Rounding() {}

    /** The sum, or what it was before if only rounding made it smaller. NaN is not known. */
    static double notBelow(double sum, double told) {
        return sum < told && told - sum <= Math.abs(told) * NOISE ? told : sum;
    }

    /** A term that makes the sum of so many as large as it was. */
    static double raised(double term, double sum, double told, int terms) {
        double kept = notBelow(sum, told);
        return kept > sum ? (Double.isNaN(term) ? 0 : term) + (kept - sum) * (terms + 1) : term;
    }

    /** Both together, where NaN is nothing. */
    static double plus(double one, double other) {
        if (Double.isNaN(one)) {
            return other;
        }
        return Double.isNaN(other) ? one : one + other;
    }
}
