package io.baton.master.config;

/** Yes if the key is there. A command line names it without a value. */
record Flag() implements Syntax<Boolean> {

    @Override
    public Boolean parse(String text) {
        return Switch.ON_OFF.parse(text);
    }

    @Override
    public String show(Boolean value) {
        return Switch.ON_OFF.show(value);
    }

    @Override
    public String label() {
        return "";
    }
}
