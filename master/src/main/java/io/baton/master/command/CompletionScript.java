package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The scripts of {@code completion}, made of the tables of verbs, of their options and of keys. */
final class CompletionScript {

    private static final String BASH =
            """
            # bash completion of baton
            _baton() {
                local word=${COMP_WORDS[COMP_CWORD]} options= targets=
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "@VERBS@" -- "$word"))
                    return
                fi
                case ${COMP_WORDS[1]} in
            @OPTIONS@    esac
                case ${COMP_WORDS[1]} in
                @TARGETED@) targets=$("$1" completion targets 2>/dev/null) ;;
                completion) targets="bash zsh" ;;
                help) targets="@VERBS@" ;;
                esac
                case $word in
                -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
                *) COMPREPLY=($(compgen -W "$targets" -- "$word")) ;;
                esac
            }
            complete -o default -F _baton baton
            """;

    private static final String ZSH =
            """
            #compdef baton
            # zsh completion of baton
            _baton() {
                local -a verbs options targets
                verbs=(
            @VERBS@    )
                if (( CURRENT == 2 )); then
                    _describe command verbs
                    _files
                    return
                fi
                case ${words[2]} in
            @OPTIONS@    esac
                case ${words[2]} in
                @TARGETED@) targets=(${(f)"$(${words[1]} completion targets 2>/dev/null)"}) ;;
                completion) targets=(bash zsh) ;;
                esac
                if [[ ${words[CURRENT]} == -* ]]; then
                    compadd -- $options
                else
                    compadd -- $targets
                    _files
                fi
            }
            if [ "$funcstack[1]" = _baton ]; then
                _baton "$@"
            elif (( $+functions[compdef] )); then
                compdef _baton baton
            fi
            """;

    private CompletionScript() {}

    static String bash() {
        StringBuilder options = new StringBuilder();
        for (Verb verb : Verb.values()) {
            options.append("    ").append(pattern(verb)).append(") options=\"");
            options.append(String.join(" ", options(verb))).append("\" ;;\n");
        }
        return BASH.replace("@VERBS@", String.join(" ", Verb.words()))
                .replace("@OPTIONS@", options)
                .replace("@TARGETED@", targeted());
    }

    static String zsh() {
        StringBuilder verbs = new StringBuilder();
        StringBuilder options = new StringBuilder();
        for (Verb verb : Verb.values()) {
            verbs.append("        '").append(verb.word()).append(':');
            verbs.append(verb.summary().replace("'", "").replace(":", "\\:")).append("'\n");
            options.append("    ").append(pattern(verb)).append(") options=(");
            options.append(String.join(" ", options(verb))).append(") ;;\n");
        }
        return ZSH.replace("@VERBS@", verbs).replace("@OPTIONS@", options).replace("@TARGETED@", targeted());
    }

    /** The word and its aliases, as a pattern of {@code case}. */
    private static String pattern(Verb verb) {
        List<String> words = new ArrayList<>(List.of(verb.word()));
        words.addAll(verb.aliases());
        return String.join(" | ", words);
    }

    private static Set<String> options(Verb verb) {
        Set<String> names = new LinkedHashSet<>();
        if (verb == Verb.RUN || verb == Verb.START) {
            for (Key<?> key : Keys.all()) {
                names.add("--" + key);
            }
        }
        Command command = Commands.of(verb);
        if (command != null) {
            for (Usage.Option option : command.usage().options()) {
                names.addAll(option.names());
            }
        }
        names.add("--help");
        return names;
    }

    /** The verbs that take the names of applications. */
    private static String targeted() {
        List<String> words = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            Command command = Commands.of(verb);
            if (command != null && takesTargets(command.usage())) {
                words.add(pattern(verb));
            }
        }
        return String.join(" | ", words);
    }

    private static boolean takesTargets(Usage usage) {
        return usage.arguments().contains("TARGET") || usage.arguments().contains("NAME");
    }
}
