package io.baton.master.exposition;

/** A single number, whose sample has the name of the metric. NaN is a number that is not known. */
record Value(double number) implements Point {

    @Override
    public void deliverTo(Receiver receiver) {
        receiver.sample("", number);
    }

    @Override
    public Value plus(Point other) {
        return new Value(Rounding.plus(number, ((Value) other).number));
    }

    @Override
    public boolean hasRestartedSince(Point former) {
        return number < ((Value) former).number;
    }

    @Override
    public Point completedBy(Point former) {
        return Double.isNaN(number) ? former : this;
    }

    @Override
    public Value raised(Point sum, Point told, int terms) {
        return new Value(Rounding.raised(number, ((Value) sum).number, ((Value) told).number, terms));
    }

    @Override
    public Point notBelow(Point told) {
        return new Value(Rounding.notBelow(number, ((Value) told).number));
    }
}
