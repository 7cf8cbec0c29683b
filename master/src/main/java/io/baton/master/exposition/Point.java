package io.baton.master.exposition;

import java.util.List;

/**
 * The numbers of one metric under one set of labels. Immutable. The methods are for numbers that grow; both points are of one
 * kind then.
 */
sealed interface Point permits Value, Histogram, Summary {

    /** Hands its samples over, in the order of the formats. */
    void deliverTo(Receiver receiver);

    /** Both together. */
    Point plus(Point other);

    /** Whether it began to count again after it was {@code former}. */
    boolean hasRestartedSince(Point former);

    /** What it does not know, as {@code former} knew it: NaN, or no number at all. */
    Point completedBy(Point former);

    /**
     * A little more than this, so that a sum that rounding made smaller is as large as it was.
     *
     * @param sum now
     * @param told what it was before
     * @param terms how many numbers are added
     */
    Point raised(Point sum, Point told, int terms);

    /** This, or what it was before if only rounding made it smaller. */
    Point notBelow(Point told);

    /** Takes samples. */
    interface Receiver {

        /**
         * A single number.
         *
         * @param ending of the sample's name, behind that of the metric
         */
        void sample(String ending, double number);

        /**
         * One of several that a label tells apart.
         *
         * @param label its name
         * @param value of the label
         */
        void sample(String ending, String label, String value, double number);
    }

    /** The steps of a distribution under this label. */
    static void deliver(List<Step> steps, String ending, String label, Receiver receiver) {
        steps.forEach(step -> receiver.sample(ending, label, step.text(), step.number()));
    }
}
