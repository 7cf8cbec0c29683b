package io.baton.master;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.SharedConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.shared.SharedState;
import io.baton.protocol.shared.Resp;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells workers where the state is that they share: in variables of theirs. Any thread may call. */
final class SharedAddress {

    private final SharedState state;
    private final Path module;

    /**
     * Of one master.
     *
     * @param state what the master keeps itself
     * @param module with which Node programs ask for it
     */
    SharedAddress(SharedState state, Path module) {
        this.module = module;
        this.state = state;
    }

    /**
     * The application, with the variables if its workers can share state: those of the built-in application do not, and a server
     * that knows nothing of Baton cannot.
     *
     * @throws IOException if the master cannot open the socket on which they would ask
     */
    @SuppressWarnings("ReferenceEquality") // equals of a record takes a start some ten milliseconds
    GroupConfig addTo(GroupConfig config) throws IOException {
        boolean asks = config.application() != null && !config.isServer();
        String address = asks ? of(config.shared()) : null;
        Surroundings told = config.surroundings()
                .with(Resp.VARIABLE, address)
                .with(Resp.MODULE, address != null && config.isNode() ? module.toString() : null);
        return told == config.surroundings() ? config : config.in(told);
    }

    private @Nullable String of(SharedConfig shared) throws IOException {
        if (shared.isKeptHere()) {
            return state.address();
        }
        return shared.isKeptElsewhere() ? shared.keeper() : null;
    }
}
