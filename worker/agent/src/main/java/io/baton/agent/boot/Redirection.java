package io.baton.agent.boot;

import java.util.List;

/**
 * What is changed in one class of the JDK. Classes have their names of the class file, with slashes.
 *
 * @param type that is changed
 * @param replaced a class that it uses; empty if none is replaced
 * @param replacement the class that it uses instead
 * @param hook the class that gets the calls
 * @param members whose calls it gets, as {@code owner.name(descriptor)}
 */
record Redirection(String type, String replaced, String replacement, String hook, List<String> members) {

    /** What the class does not have, so that nothing would come of the change; empty if it has all. */
    String missing(ConstantPool pool) {
        if (!replaced.isEmpty() && !pool.names(replaced)) {
            return replaced;
        }
        for (String member : members) {
            int dot = member.indexOf('.');
            if (!pool.calls(member.substring(0, dot), member.substring(dot + 1))) {
                return member;
            }
        }
        return "";
    }
}
