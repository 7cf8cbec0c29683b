package io.baton.master.config;

import java.util.Map;

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
    public String expected() {
        return Switch.ON_OFF.expected();
    }

    @Override
    public Map<String, Object> schema() {
        return Switch.ON_OFF.schema();
    }

    @Override
    public String label() {
        return "";
    }
}
