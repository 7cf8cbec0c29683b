package io.baton.master.config;

/** The name or number of a signal, or {@code none}. */
record StopSignalSyntax() implements Syntax<StopSignal> {

    @Override
    public StopSignal parse(String text) {
        return StopSignal.of(text);
    }

    @Override
    public String show(StopSignal value) {
        return value.toString();
    }

    @Override
    public String label() {
        return "SIG";
    }
}
