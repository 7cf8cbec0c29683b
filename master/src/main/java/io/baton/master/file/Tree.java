package io.baton.master.file;

import java.util.List;

/** What stands in a configuration file. Immutable; an alias in YAML is the same object again. */
sealed interface Tree {

    /** Where it begins. */
    Place place();

    /** What it is, for messages. */
    String found();

    /** What a text without quotes means, beside its characters. */
    enum Meaning {
        TEXT,
        NUMBER,
        YES,
        NO,
        NOTHING
    }

    /**
     * A text, a number, a boolean, or nothing.
     *
     * @param text its characters, as they stand in the file
     */
    record Scalar(Place place, String text, Meaning meaning) implements Tree {

        private static final int MOST_CHARACTERS = 60;

        @Override
        public String found() {
            if (meaning == Meaning.NOTHING) {
                return "nothing";
            } else if (text.isEmpty()) {
                return "an empty text";
            }
            String line = text.replace('\n', ' ');
            return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
        }

        /** Whether it is neither text nor number. */
        boolean isNothing() {
            return meaning == Meaning.NOTHING;
        }
    }

    /** A list. */
    record Sequence(Place place, List<Tree> items) implements Tree {

        @Override
        public String found() {
            return "a list";
        }
    }

    /** An object: each key once. */
    record Mapping(Place place, List<Entry> entries) implements Tree {

        @Override
        public String found() {
            return "an object";
        }
    }

    /**
     * A key with its value.
     *
     * @param place of the key
     */
    record Entry(Place place, String key, Tree value) {}
}
